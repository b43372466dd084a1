package io.anomalystack.job.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.Decision;
import io.anomalystack.model.Findings;
import io.anomalystack.model.MeasureDecision;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether a joint series is still what it was, measure by measure. */
class AnomalousTest {
  private static final MeasureDecision USUAL = new MeasureDecision("lines", 5, 5.0, 3.0, 7.0, 10);

  @Test
  void goesOnWhileOneOfItsMeasuresDoes() {
    Anomalous anomalous = since(sales(0, 15, 20, 25), USUAL);

    assertThat(anomalous.goesOnIn(joint(sales(0, 0, 10, 25), USUAL))).isTrue();
    assertThat(anomalous.goesOnIn(joint(sales(19, 0, 10, 25), USUAL))).isFalse();
  }

  @Test
  void holdsEachMeasureAgainstItself() {
    Anomalous anomalous = since(sales(0, 15, 20, 25), USUAL);

    // Three is as few as no sales were, yet the usual for lines.
    MeasureDecision fewLines = new MeasureDecision("lines", 3, 20.0, 3.0, 25.0, 90);
    assertThat(anomalous.goesOnIn(joint(sales(20, 15, 20, 25), fewLines))).isFalse();
  }

  @Test
  void followsAnotherMeasureThatBecameAnomalousLater() {
    MeasureDecision manyLines = new MeasureDecision("lines", 50, 5.0, 3.0, 7.0, 90);
    MeasureDecision stillMany = new MeasureDecision("lines", 50, 30.0, 3.0, 60.0, 10);
    Anomalous anomalous = since(sales(0, 15, 20, 25), USUAL);

    assertThat(anomalous.goesOnIn(joint(sales(20, 15, 20, 25), stillMany))).isFalse();
    Anomalous both = anomalous.and(joint(sales(0, 0, 10, 25), manyLines));
    assertThat(both.goesOnIn(joint(sales(20, 15, 20, 25), stillMany))).isTrue();
    assertThat(both.goesOnIn(joint(sales(0, 0, 10, 25), USUAL))).isTrue();
  }

  @Test
  void learnsOfAMeasureThatWasNotPredictedAtFirst() {
    MeasureDecision unknown = new MeasureDecision("sales", 0, 20.0, null, null, 90);

    Anomalous anomalous = since(unknown).and(joint(sales(0, 15, 20, 25)));
    assertThat(anomalous.goesOnIn(joint(sales(0, 0, 10, 25)))).isTrue();
  }

  @Test
  void knowsNothingOfWhatWasNotPredicted() {
    MeasureDecision unknown = new MeasureDecision("sales", 0, 20.0, null, null, 90);

    assertThat(since(unknown).goesOnIn(joint(sales(0, 0, 10, 25)))).isFalse();
    assertThat(since(sales(0, 15, 20, 25)).goesOnIn(joint(unknown))).isFalse();
  }

  private static Anomalous since(MeasureDecision... measures) {
    return new Anomalous("sales", Expectation.of(joint(measures)), 0, Incident.NO_TIMER, List.of());
  }

  private static MeasureDecision sales(double value, double lower, double predicted, double upper) {
    return new MeasureDecision("sales", value, predicted, lower, upper, 90);
  }

  private static Decision joint(MeasureDecision... measures) {
    Decision one = SomeDecision.anomaly("a", 0, 80).decision();
    return new Decision(
        one.detectorName(),
        "sales+lines",
        one.timeseriesId(),
        one.anomalyDecisionThreshold(),
        one.dimensionList(),
        one.aggregatedMeasureValue(),
        one.anomalyScore(),
        one.detectionPeriodStart(),
        one.detectionPeriodEnd(),
        one.processedDataPoints(),
        one.anomalyConfidenceScore(),
        one.anomalyDecision(),
        one.modelStage(),
        one.expectedValue(),
        one.decisionId(),
        one.filled(),
        one.partial(),
        one.predictedValue(),
        one.lowerBound(),
        one.upperBound(),
        one.alert(),
        null,
        null,
        null,
        one.explanation(),
        null,
        List.of(measures),
        Findings.NONE);
  }
}
