package io.anomalystack.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RollingZScoreTest {
  private final RollingZScore zScore = new RollingZScore();

  @Test
  void scoresNothingBeforeThirtyValues() {
    for (int i = 0; i < 30; i++) {
      assertThat(zScore.score(i, i)).isNaN();
    }
    assertThat(zScore.score(30, 14.5)).as("the mean").isEqualTo(0);
  }

  @Test
  void hasTheDefaultThresholdAtThreeSigma() {
    // Mean 10, standard deviation 1.
    alternate(100, 9, 11);

    assertThat(zScore.score(100, 13)).isCloseTo(Contender.THRESHOLD, within(1e-9));
  }

  @Test
  void forgetsWhatIsOlderThanAHundredValues() {
    zScore.score(0, 1e9);
    alternate(100, 9, 11);

    assertThat(zScore.score(101, 7)).isCloseTo(Contender.THRESHOLD, within(1e-9));
  }

  @Test
  void isSureOfAChangeOfAConstant() {
    alternate(40, 0.1, 0.1);

    assertThat(zScore.score(40, 0.1)).isEqualTo(0);
    assertThat(zScore.score(41, 0.2)).isCloseTo(1, within(1e-9));
  }

  private void alternate(int count, double one, double other) {
    for (int i = 0; i < count; i++) {
      zScore.score(i, i % 2 == 0 ? one : other);
    }
  }
}
