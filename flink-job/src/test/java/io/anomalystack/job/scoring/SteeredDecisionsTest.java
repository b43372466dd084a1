package io.anomalystack.job.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.MeanEngine;
import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Contributor;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Denominator;
import io.anomalystack.model.Explanation;
import io.anomalystack.model.Findings;
import io.anomalystack.model.MeasureDecision;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.Suppression;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a decision says of a verdict, and what the user's settings make of it. */
class SteeredDecisionsTest {
  private static final long SLOT = 28_748_975;
  private static final long MINUTE = 60_000;

  /** Enough of it for a model that expects 10, and 100 of a second measure. */
  private static final int LEARNED = MeanEngine.LEARNING_POINTS;

  @Test
  void decisionSaysWhatWasPredictedAndWhy() throws Exception {
    Decision decision = after(TestDetectors.sales(), 18);

    assertThat(decision.anomalyScore()).isEqualTo(80);
    assertThat(decision.anomalyDecision()).isEqualTo(1);
    assertThat(decision.alert()).isEqualTo(1);
    assertThat(decision.expectedValue()).isEqualTo(10);
    assertThat(decision.predictedValue()).isEqualTo(10);
    assertThat(decision.lowerBound()).isEqualTo(8);
    assertThat(decision.upperBound()).isEqualTo(12);
    assertThat(decision.explanation())
        .isEqualTo(
            new Explanation(
                List.of(
                    new Contributor(Contributor.LEVEL, 75),
                    new Contributor(Contributor.PATTERN, 25)),
                null,
                null));
    assertThat(decision.suppression()).isNull();
    assertThat(decision.measures()).isEmpty();
    assertThat(decision.pointsUntilInference()).isNull();
  }

  @Test
  void utilisationSaysWhatItIsAShareOf() throws Exception {
    Detector detector =
        TestDetectors.sales(
            "derived: {tokensPerSecond: tps, flopsPerToken: 4.2e10, gpu: product_name, precision:"
                + " {is: bf16}}",
            "measures: [{derived: mfu}]");

    Decision decision = decide(detector, "NVIDIA H100 80GB HBM3", new double[][] {{41}}).get(0);
    Decision unknown = decide(detector, "H100", new double[][] {{41}}).get(0);

    assertThat(decision.findings().denominator())
        .isEqualTo(new Denominator("H100-SXM", "bf16", 989));
    assertThat(unknown.findings().denominator()).isNull();
    assertThat(decide(TestDetectors.sales(), new double[][] {{10}}).get(0).findings())
        .isEqualTo(Findings.NONE);
  }

  @Test
  void learningDecisionSaysHowLongItWillLearnAndPredictsNothing() throws Exception {
    List<Decision> decisions = decide(TestDetectors.sales(), new double[][] {{10}, {10}, {10}});

    assertThat(decisions).extracting(Decision::pointsUntilInference).containsExactly(3L, 2L, 1L);
    assertThat(decisions).extracting(Decision::predictedValue).containsOnlyNulls();
    assertThat(decisions).extracting(Decision::modelStage).containsOnly(ModelStage.LEARNING);
  }

  @Test
  void normalDecisionPredictsAndExplainsNothing() throws Exception {
    Decision decision = after(TestDetectors.sales(), 11);

    assertThat(decision.anomalyScore()).isEqualTo(0);
    assertThat(decision.expectedValue()).isEqualTo(0);
    assertThat(decision.predictedValue()).isEqualTo(10);
    assertThat(decision.explanation()).isEqualTo(Explanation.NONE);
  }

  @Test
  void anomalyThatGoesOnIsDatedToItsBeginningAndWhatIsHeldBackSaysWhy() throws Exception {
    double[][] values = {{10}, {10}, {10}, {10}, {18}, {30}, {18}};
    List<Decision> decisions = decide(TestDetectors.sales(), values);

    assertThat(decisions.get(4).explanation().anomalyStart()).isNull();
    assertThat(decisions.get(5).explanation().anomalyStart()).isEqualTo((SLOT + 4) * MINUTE);
    assertThat(decisions.get(6).anomalyScore()).isEqualTo(0);
    assertThat(decisions.get(6).explanation().heldBack()).isEqualTo("EXPLAINED_BY_RECENT_POINTS");
  }

  @ParameterizedTest(name = "{0}, value {1}: silenced by {2}")
  @CsvSource({
    "direction: up, 2, direction",
    "direction: up, 18, ",
    "direction: down, 18, direction",
    "direction: down, 2, ",
    "margins: {absolute: 8}, 18, margins",
    "margins: {absolute: 7}, 18, ",
    "margins: {relative: 0.8}, 2, margins",
    "margins: {relative: 0.7}, 2, "
  })
  void silencedPointHasNoScoreAndSaysWhy(String setting, double value, String by) throws Exception {
    Decision decision = after(TestDetectors.sales(setting), value);

    boolean silenced = by != null;
    assertThat(decision.suppression()).isEqualTo(silenced ? new Suppression(80, by) : null);
    assertThat(decision.anomalyScore()).isEqualTo(silenced ? 0 : 80);
    assertThat(decision.anomalyDecision()).isEqualTo(silenced ? 0 : 1);
    assertThat(decision.alert()).isEqualTo(silenced ? 0 : 1);
    assertThat(decision.expectedValue()).isEqualTo(silenced ? 0 : 10);
    assertThat(decision.predictedValue()).isEqualTo(10);
    assertThat(decision.aggregatedMeasureValue()).isEqualTo(value);
  }

  @Test
  void someSeriesHaveAThresholdOfTheirOwn() throws Exception {
    Detector detector =
        TestDetectors.sales(
            "overrides: [{where: {product_name: a}, anomalyThreshold: 90, direction: up}]");

    assertThat(after(detector, 18).anomalyDecisionThreshold()).isEqualTo(90);
    assertThat(after(detector, 18).anomalyScore()).isEqualTo(80);
    assertThat(after(detector, 18).anomalyDecision()).isEqualTo(0);
    assertThat(after(detector, 2).suppression()).isEqualTo(new Suppression(80, "direction"));
    Decision other = decide(detector, "b", new double[][] {{10}, {10}, {10}, {10}, {2}}).get(4);
    assertThat(other.anomalyDecisionThreshold()).isEqualTo(70);
    assertThat(other.anomalyDecision()).isEqualTo(1);
  }

  @Test
  void whatIsSilencedIsLearnedAllTheSame() throws Exception {
    double[][] values = {{10}, {10}, {10}, {10}, {2}, {18}, {2}, {11}, {30}};
    Detector steered = TestDetectors.sales("direction: up", "margins: {absolute: 9}");

    List<Decision> heard = decide(TestDetectors.sales(), values);
    List<Decision> silenced = decide(steered, values);

    assertThat(silenced).anyMatch(decision -> decision.suppression() != null);
    for (int i = 0; i < values.length; i++) {
      Decision decision = silenced.get(i);
      Suppression by = decision.suppression();
      assertThat(by == null ? decision.anomalyScore() : by.score())
          .isEqualTo(heard.get(i).anomalyScore());
      assertThat(decision.predictedValue()).isEqualTo(heard.get(i).predictedValue());
      assertThat(decision.explanation()).isEqualTo(heard.get(i).explanation());
    }
  }

  @Test
  void jointDecisionIsThatOfTheLeadingMeasureAndListsAll() throws Exception {
    Decision decision = after(joint(), 12, 160);

    assertThat(decision.measure()).isEqualTo("x+y");
    assertThat(decision.anomalyScore()).isEqualTo(60);
    assertThat(decision.aggregatedMeasureValue()).isEqualTo(160);
    assertThat(decision.expectedValue()).isEqualTo(100);
    assertThat(decision.predictedValue()).isEqualTo(100);
    assertThat(decision.upperBound()).isEqualTo(120);
    assertThat(decision.measures())
        .containsExactly(
            new MeasureDecision("x", 12, 10.0, 8.0, 12.0, 25),
            new MeasureDecision("y", 160, 100.0, 80.0, 120.0, 75));
  }

  @Test
  void jointDecisionShowsTheModelsValueOfAnAbsentMeasure() throws Exception {
    Decision decision = after(joint(), 18, Double.NaN);

    assertThat(decision.aggregatedMeasureValue()).isEqualTo(18);
    assertThat(decision.measures().get(1))
        .isEqualTo(new MeasureDecision("y", 100, 100.0, 80.0, 120.0, 0));
  }

  @Test
  void jointPointIsSilencedByItsLeadingMeasuresSideOrWhenAllAreNear() throws Exception {
    assertThat(after(joint("direction: up"), 13, 20).suppression())
        .isEqualTo(new Suppression(80, "direction"));
    assertThat(after(joint("direction: up"), 7, 180).suppression()).isNull();
    assertThat(after(joint("margins: {relative: 0.8}"), 13, 180).suppression())
        .isEqualTo(new Suppression(80, "margins"));
    assertThat(after(joint("margins: {relative: 0.7}"), 13, 180).suppression()).isNull();
  }

  private static Detector joint(String... settings) {
    List<String> all =
        new ArrayList<>(List.of("joint: true", "measures: [{field: x}, {field: y}]"));
    all.addAll(List.of(settings));
    return TestDetectors.sales(all.toArray(String[]::new));
  }

  /** The decision on values that come when the model expects 10, and of a second measure 100. */
  private static Decision after(Detector detector, double... values) throws Exception {
    double[][] all = new double[LEARNED + 1][];
    for (int i = 0; i < LEARNED; i++) {
      all[i] = values.length == 1 ? new double[] {10} : new double[] {10, 100};
    }
    all[LEARNED] = values;
    return decide(detector, all).get(LEARNED);
  }

  private static List<Decision> decide(Detector detector, double[][] values) throws Exception {
    return decide(detector, "a", values);
  }

  private static List<Decision> decide(Detector detector, String product, double[][] values)
      throws Exception {
    SeriesPoints points = new SeriesPoints(detector);
    try (Scoring scoring = Scoring.of(new MeanEngine(), ScoringSettings.defaults(), detector)) {
      for (int i = 0; i < values.length; i++) {
        Point point = points.score(product, SLOT + i, values[i]);
        scoring.take(point);
      }
      return scoring.decisions();
    }
  }
}
