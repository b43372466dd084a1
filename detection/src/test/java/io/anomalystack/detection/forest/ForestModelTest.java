package io.anomalystack.detection.forest;

import static io.anomalystack.detection.Points.impute;
import static io.anomalystack.detection.Points.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.anomalystack.detection.Explanation;
import io.anomalystack.detection.Seasons;
import io.anomalystack.detection.Series;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.SeriesSettings;
import io.anomalystack.detection.Verdict;
import io.anomalystack.model.ModelStage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForestModelTest {

  @Test
  void scoresFromTheThirtyThirdPointOn() {
    SeriesModel model = ForestEngine.standard().create(SeriesSettings.plain(), 1);
    double[] values = Series.NORMAL.values(33, 1);
    for (int i = 0; i < 32; i++) {
      Verdict verdict = score(model, values[i]);
      assertThat(verdict.stage()).isEqualTo(ModelStage.LEARNING);
      assertThat(verdict.score()).isEqualTo(0.0);
      assertThat(verdict.confidence()).isEqualTo(0.0);
      assertThat(verdict.pointsUntilInference()).isEqualTo(31 - i);
      assertThat(model.pointsUntilInference()).isEqualTo(31 - i);
    }
    Verdict first = score(model, values[32]);
    assertThat(first.stage()).isEqualTo(ModelStage.INFERENCE);
    assertThat(first.pointsUntilInference()).isZero();
    assertThat(model.points()).isEqualTo(33);
  }

  @Test
  void growsConfident() {
    SeriesModel model = ForestEngine.standard().create(SeriesSettings.plain(), 1);
    double before = 0;
    for (double value : Series.NORMAL.values(1_000, 1)) {
      double confidence = score(model, value).confidence();
      assertThat(confidence).isBetween(before, 100.0);
      before = confidence;
    }
    assertThat(before).isGreaterThan(90);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesWhatIsNotFiniteAndIsUnharmed(double value) {
    SeriesModel model = warmedUp(Series.NORMAL);
    SeriesModel twin = warmedUp(Series.NORMAL);
    assertThatThrownBy(() -> score(model, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be finite");
    assertThat(model.points()).isEqualTo(twin.points());
    assertThat(VerdictText.of(score(model, 500))).isEqualTo(VerdictText.of(score(twin, 500)));
  }

  @Test
  void refusesAPointWithMoreValuesThanMeasures() {
    SeriesModel model = warmedUp(Series.NORMAL);
    assertThatThrownBy(() -> model.score(1_000, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("values: must be 1, were 2");
    assertThat(model.points()).isEqualTo(1_000);
  }

  @Test
  void explainsASpike() {
    Verdict verdict = score(warmedUp(Series.SINE), 400);
    assertThat(verdict.score()).isGreaterThanOrEqualTo(70);
    assertThat(verdict.leading().value()).isEqualTo(400);
    assertThat(verdict.leading().expected()).isBetween(10.0, 90.0);

    Explanation explanation = verdict.explanation();
    assertThat(explanation.rawScore()).isGreaterThan(explanation.rawThreshold());
    assertThat(explanation.beganSlotsAgo()).isZero();
    assertThat(explanation.pastValue()).isEqualTo(400);
    assertThat(explanation.heldBack()).isNull();
    assertThat(explanation.attribution()).hasSize(5);
    assertThat(Arrays.stream(explanation.attribution()).sum()).isCloseTo(1, within(1e-9));
    assertThat(explanation.attribution()[4]).isGreaterThan(0.5);
  }

  @Test
  void explainsNothingOfANormalPoint() {
    Verdict verdict = score(warmedUp(Series.NORMAL), 100);
    assertThat(verdict.score()).isEqualTo(0.0);
    assertThat(verdict.leading().expected()).isEqualTo(0.0);
    assertThat(verdict.explanation()).isNull();
  }

  @Test
  void holdsBackWhatASpikeLeavesInTheShingle() {
    SeriesModel model = warmedUp(Series.SINE);
    score(model, 400);
    int heldBack = 0;
    for (int i = 1; i < 8; i++) {
      Verdict after = score(model, 50 + 30 * Math.sin((1_000 + i) / 12.0));
      assertThat(after.score()).isEqualTo(0.0);
      if (after.explanation() != null) {
        assertThat(after.explanation().heldBack()).isNotNull();
        heldBack++;
      }
    }
    assertThat(heldBack).isPositive();
  }

  @Test
  void datesAnAnomalyBySlotsAndNotByPoints() {
    SeriesModel model = warmedUp(Series.SINE);
    long slot = 1_000;
    for (int i = 0; i < 4; i++) {
      slot += 10;
      Verdict verdict = model.score(slot, 400 + 200 * i);
      if (verdict.explanation() != null) {
        assertThat(verdict.explanation().beganSlotsAgo() % 10).isZero();
        assertThat(verdict.explanation().beganSlotsAgo()).isLessThanOrEqualTo(10L * i);
      }
    }
  }

  @Test
  void takesATinyChangeOfAConstantForNoise() {
    assertThat(score(warmedUp(Series.CONSTANT), 5.01).score()).isLessThan(70);
    assertThat(score(warmedUp(Series.CONSTANT), 5.001).score()).isEqualTo(0.0);
  }

  @Test
  void findsALargeChangeOfAConstantEvenJustAfterATinyOne() {
    assertThat(score(warmedUp(Series.CONSTANT), 50).score()).isGreaterThanOrEqualTo(75);

    SeriesModel model = warmedUp(Series.CONSTANT);
    score(model, 5.01);
    score(model, 5);
    assertThat(score(model, 50).score()).isGreaterThanOrEqualTo(75);
  }

  @Test
  void findsALargeChangeAfterAConstantZero() {
    assertThat(score(warmedUp(Series.ZERO), 1).score()).isGreaterThanOrEqualTo(75);
    assertThat(score(warmedUp(Series.ZERO), 1e9).score()).isGreaterThanOrEqualTo(75);
  }

  @Test
  void measuresBySpreadAndNotByLevel() {
    assertThat(score(warmedUp(Series.TIGHT), 1005).score()).isGreaterThanOrEqualTo(70);
  }

  @Test
  void imputesTheLastValueWhileLearning() {
    SeriesModel model = ForestEngine.standard().create(SeriesSettings.plain(), 1);
    assertThat(impute(model).leading().value()).isEqualTo(0);
    score(model, 7);
    Verdict verdict = impute(model);
    assertThat(verdict.leading().value()).isEqualTo(7);
    assertThat(verdict.stage()).isEqualTo(ModelStage.LEARNING);
    assertThat(model.points()).isEqualTo(3);
  }

  @Test
  void imputesWhatItExpects() {
    SeriesSettings settings = new SeriesSettings(1, Seasons.detected(List.of()));
    SeriesModel model = ForestEngine.standard().create(settings, 1);
    double[] values = Series.SINE.values(3_000, 1);
    double error = 0;
    int imputed = 0;
    for (int i = 0; i < values.length; i++) {
      if (i > 2_000 && i % 20 == 0) {
        Verdict verdict = impute(model);
        assertThat(verdict.score()).isEqualTo(0.0);
        assertThat(verdict.explanation()).isNull();
        error += Math.abs(verdict.leading().value() - values[i]);
        imputed++;
      } else {
        score(model, values[i]);
      }
    }
    assertThat(error / imputed).isLessThan(8);
    assertThat(model.points()).isEqualTo(3_000);
  }

  @Test
  void staysInRangeWhenALongGapIsImputed() {
    SeriesModel model = warmedUp(Series.SINE);
    for (int i = 0; i < 1_000; i++) {
      assertThat(impute(model).leading().value()).isBetween(0.0, 100.0);
    }
  }

  private static SeriesModel warmedUp(Series series) {
    SeriesModel model = ForestEngine.standard().create(SeriesSettings.plain(), 1);
    for (double value : series.values(1_000, 1)) {
      score(model, value);
    }
    return model;
  }
}
