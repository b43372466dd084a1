package io.anomalystack.detection.forest;

import static io.anomalystack.detection.Points.score;
import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.detection.Series;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.SeriesSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Not how good the model is, but whether something broke. */
class AccuracyTest {

  private static final int POINTS = 3_000;
  private static final double THRESHOLD = 70;

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "UNIFORM, 200",
    "UNIFORM, -200",
    "NORMAL, 300",
    "NORMAL, -300",
    "SINE, 150",
    "SINE, -150",
    "TIGHT, 5",
    "TIGHT, -5"
  })
  void findsSpikesAndDrops(Series series, double height) {
    int spikes = 0;
    int found = 0;
    for (long seed = 1; seed <= 3; seed++) {
      double[] values = series.values(POINTS, seed);
      for (int i = 1_000; i < POINTS; i += 600) {
        // Each is higher: the forest gets used to a height.
        values[i] += height * i / 1_000;
      }
      double[] scores = scores(values, seed);
      for (int i = 1_000; i < POINTS; i += 600) {
        spikes++;
        found += scores[i] >= 50 ? 1 : 0;
      }
    }
    assertThat(found).as("of %s", spikes).isGreaterThanOrEqualTo(spikes * 4 / 5);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SPARSE")
  void alertsRarelyOnNoise(Series series) {
    int alerts = 0;
    for (long seed = 1; seed <= 2; seed++) {
      alerts += alerts(scores(series.values(POINTS, seed), seed), 0);
    }
    // Two in a thousand.
    assertThat(alerts).isLessThanOrEqualTo(2 * POINTS * 2 / 1000);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void adoptsANewLevel(long seed) {
    double[] values = Series.NORMAL.values(POINTS, seed);
    for (int i = 2_000; i < POINTS; i++) {
      values[i] += 2_000;
    }
    double[] scores = scores(values, seed);
    assertThat(scores[2_000]).isGreaterThanOrEqualTo(75);
    assertThat(alerts(scores, 2_000)).isLessThanOrEqualTo(3);
  }

  private static int alerts(double[] scores, int from) {
    int alerts = 0;
    for (int i = from; i < scores.length; i++) {
      alerts += scores[i] > THRESHOLD ? 1 : 0;
    }
    return alerts;
  }

  private static double[] scores(double[] values, long seed) {
    SeriesModel model = ForestEngine.standard().create(SeriesSettings.plain(), seed);
    double[] scores = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      scores[i] = score(model, values[i]).score();
    }
    return scores;
  }
}
