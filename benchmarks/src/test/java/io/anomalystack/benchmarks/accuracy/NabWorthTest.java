package io.anomalystack.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Against figures worked out by hand, with sigmoid(x) = 2 / (1 + e^5x) - 1. */
class NabWorthTest {
  private static final double HALF_BACK = 0.848284 / 0.986614;

  @Test
  void fallsFromOneThroughAWindowAndBelowZeroBehindIt() {
    double[] worth = NabWorth.ofRows(9, List.of(new Window(3, 4, "")));

    assertThat(worth)
        .containsExactly(
            new double[] {-1, -1, -1, 1, HALF_BACK, -0.986614, -0.999909, -0.9999994, -1},
            within(1e-6));
  }

  @Test
  void looksBackAtTheLatestWindowWithItsOwnWidth() {
    double[] worth = NabWorth.ofRows(8, List.of(new Window(0, 0, ""), new Window(2, 4, "")));

    assertThat(worth[1]).as("a window of one row leaves nothing behind").isEqualTo(-1);
    assertThat(worth[2]).isEqualTo(1);
    assertThat(worth[5]).as("sigmoid(1/2)").isCloseTo(-0.848284, within(1e-6));
    assertThat(worth[6]).as("sigmoid(2/2)").isCloseTo(-0.986614, within(1e-6));
  }

  @Test
  void leavesOutFifteenPercentButAtMostSevenHundredAndFiftyRows() {
    assertThat(NabWorth.probation(10)).isEqualTo(1);
    assertThat(NabWorth.probation(4_032)).isEqualTo(604);
    assertThat(NabWorth.probation(22_695)).isEqualTo(750);
  }
}
