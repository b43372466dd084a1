package io.anomalystack.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AlertCountTest {
  private static final List<Window> WINDOWS =
      List.of(new Window(1, 2, "early"), new Window(6, 7, ""));

  @Test
  void countsAnAlertShortlyBehindAWindowAsRight() {
    double[] scores = alertsAt(10);

    assertThat(AlertCount.of(scores, WINDOWS, 0, 3)).isEqualTo(new AlertCount(12, 1, 1, 2, 1));
    assertThat(AlertCount.of(scores, WINDOWS, 0, 2)).isEqualTo(new AlertCount(12, 1, 0, 2, 0));
  }

  @Test
  void findsAWindowOnceHoweverManyAlertsItHas() {
    AlertCount count = AlertCount.of(alertsAt(6, 7, 11), WINDOWS, 0, 0);

    assertThat(count).isEqualTo(new AlertCount(12, 3, 2, 2, 1));
    assertThat(count.precision()).isEqualTo(2 / 3.0);
    assertThat(count.recall()).isEqualTo(0.5);
    assertThat(count.wrongPerThousand()).isEqualTo(1_000 / 12.0);
  }

  @Test
  void leavesOutWhatCameBeforeTheFirstRowThatCounts() {
    assertThat(AlertCount.of(alertsAt(1), WINDOWS, 3, 3)).isEqualTo(new AlertCount(9, 0, 0, 1, 0));
  }

  @Test
  void leavesOutWhatIsOnlyLearned() {
    double[] scores = {Double.NaN, Double.NaN, 0, 0.7, 0.71};

    assertThat(AlertCount.of(scores, List.of(), 0, 0)).isEqualTo(new AlertCount(3, 1, 0, 0, 0));
  }

  private static double[] alertsAt(int... rows) {
    double[] scores = new double[12];
    for (int row : rows) {
      scores[row] = 1;
    }
    return scores;
  }
}
