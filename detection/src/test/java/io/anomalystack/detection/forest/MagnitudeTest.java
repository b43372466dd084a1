package io.anomalystack.detection.forest;

import static io.anomalystack.detection.Points.impute;
import static io.anomalystack.detection.Points.score;
import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.detection.Series;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.SeriesSettings;
import io.anomalystack.detection.Verdict;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Neither the unit of a series nor its offset changes what is unusual. */
class MagnitudeTest {

  private static final int POINTS = 2_000;
  private static final int FIRST_SPIKE = 500;
  private static final int BETWEEN_SPIKES = 250;

  @ParameterizedTest(name = "offset {0}, factor {1}")
  @CsvSource({
    "0, 1e-30",
    "0, 1e-300",
    "0, 1e-9",
    "0, 1e9",
    "0, 1e300",
    "1.7e9, 0.25",
    "-1.7e12, 1",
    "1e300, 1e290"
  })
  void findsTheSameSpikesInEveryUnit(double offset, double factor) {
    int found = foundSpikes(x -> offset + factor * x);
    assertThat(found).isGreaterThanOrEqualTo(foundSpikes(x -> x) - 1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0x1p-40, 0x1p-3, 0x1p10, 0x1p300})
  void givesTheSameScoresForPowersOfTwo(double factor) {
    assertThat(scores(x -> factor * x)).containsExactly(scores(x -> x));
  }

  @Test
  void givesNearlyTheSameScoresForAThousandth() {
    double[] expected = scores(x -> x);
    double[] actual = scores(x -> 1000 * x);
    int different = 0;
    for (int i = 0; i < expected.length; i++) {
      different += Math.abs(expected[i] - actual[i]) > 25 ? 1 : 0;
    }
    assertThat(different).isLessThanOrEqualTo(POINTS / 500);
  }

  @Test
  void takesANewFrameWhenTheSeriesLeavesItForGood() {
    SeriesModel model = ForestEngine.standard().create(SeriesSettings.plain(), 3);
    for (int i = 0; i < 200; i++) {
      score(model, 0);
    }
    double[] series = Series.NORMAL.values(600, 3);
    for (double value : series) {
      Verdict verdict = score(model, 1.7e9 + value / 4);
      assertThat(verdict.confidence()).isBetween(0.0, 100.0);
    }
    assertThat(score(model, 1.7e9 + 200).score()).isGreaterThanOrEqualTo(75);
    assertThat(model.points()).isEqualTo(801);
  }

  @Test
  void answersInTheUnitOfTheSeries() {
    SeriesModel model = ForestEngine.standard().create(SeriesSettings.plain(), 3);
    for (double value : Series.NORMAL.values(1_000, 3)) {
      score(model, 1.7e9 + value);
    }
    assertThat(impute(model).leading().value()).isBetween(1.7e9, 1.7e9 + 200);
    assertThat(score(model, 1.7e9 + 900).leading().expected()).isBetween(1.7e9, 1.7e9 + 200);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.MIN_VALUE, Double.MAX_VALUE})
  void isFiniteAtTheEndsOfTheRange(double end) {
    SeriesModel model = ForestEngine.standard().create(SeriesSettings.plain(), 3);
    for (int i = 0; i < 500; i++) {
      Verdict verdict = score(model, i % 3 == 0 ? end : -end);
      assertThat(verdict.score()).isBetween(0.0, 100.0);
      assertThat(verdict.leading().expected()).isFinite();
    }
    assertThat(impute(model).leading().value()).isFinite();
  }

  private static int foundSpikes(DoubleUnaryOperator unit) {
    double[] scores = scores(unit);
    int found = 0;
    for (int i = FIRST_SPIKE; i < scores.length; i += BETWEEN_SPIKES) {
      found += scores[i] >= 50 ? 1 : 0;
    }
    return found;
  }

  private static double[] scores(DoubleUnaryOperator unit) {
    SeriesModel model = ForestEngine.standard().create(SeriesSettings.plain(), 3);
    double[] values = Series.UNIFORM.values(POINTS, 3);
    double[] scores = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      boolean spike = i >= FIRST_SPIKE && (i - FIRST_SPIKE) % BETWEEN_SPIKES == 0;
      double value = unit.applyAsDouble(spike ? values[i] + 100 + i / 5.0 : values[i]);
      scores[i] = score(model, value).score();
    }
    return scores;
  }
}
