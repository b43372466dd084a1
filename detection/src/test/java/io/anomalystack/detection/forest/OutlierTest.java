package io.anomalystack.detection.forest;

import static io.anomalystack.detection.Points.score;
import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.detection.Series;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.SeriesSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An enormous value is found, and does not blind the model for what comes after it. */
class OutlierTest {

  private static final int POINTS = 3_500;

  @ParameterizedTest
  @EnumSource
  void findsAnEnormousValue(Series series) {
    for (double outlier : new double[] {1e9, 1e300, -1e300, Double.MAX_VALUE}) {
      for (int at : new int[] {72, 100, 700}) {
        double[] values = series.values(at + 1, at);
        values[at] = outlier;
        assertThat(scores(values)[at]).as("%s at %s", outlier, at).isGreaterThan(70);
      }
    }
  }

  @ParameterizedTest(name = "{1} at {0}")
  @CsvSource({"1000, 1e5", "1000, 1e300", "1000, -1e300", "40, 1e300", "5, 1e300", "31, -1e5"})
  void findsLaterAnomaliesAfterAnOutlier(int at, double outlier) {
    // Unguarded it is none.
    int found = 0;
    int foundWithout = 0;
    for (int seed = 1; seed <= 2; seed++) {
      double[] values = Series.UNIFORM.values(POINTS, seed);
      foundWithout += foundSpikes(values);
      values[at] = outlier;
      found += foundSpikes(values);
    }
    assertThat(foundWithout).as("of 10").isGreaterThanOrEqualTo(8);
    assertThat(found).as("of %s", foundWithout).isGreaterThanOrEqualTo(foundWithout * 3 / 4);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void survivesSeveralOutliersInTheWarmUp(long seed) {
    double[] values = Series.UNIFORM.values(POINTS, seed);
    values[3] = 1e300;
    values[11] = -1e5;
    values[30] = 1e7;
    assertThat(foundSpikes(values)).isGreaterThanOrEqualTo(3);
  }

  /** Of five spikes after point 1,000. Each is higher: the forest gets used to a height. */
  private static int foundSpikes(double[] series) {
    double[] values = series.clone();
    for (int at = 1_250; at < values.length; at += 500) {
      values[at] += 100 + at / 20.0;
    }
    double[] scores = scores(values);
    int found = 0;
    for (int at = 1_250; at < values.length; at += 500) {
      found += scores[at] >= 50 ? 1 : 0;
    }
    return found;
  }

  private static double[] scores(double[] values) {
    SeriesModel model = ForestEngine.standard().create(SeriesSettings.plain(), 7);
    double[] scores = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      scores[i] = score(model, values[i]).score();
    }
    return scores;
  }
}
