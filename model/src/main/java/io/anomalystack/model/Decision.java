package io.anomalystack.model;

import java.util.List;

/**
 * The verdict on one time series in one detection period: the record on the decisions topic.
 *
 * <p>All instants are epoch milliseconds in UTC. {@link DecisionJson} writes the wire form.
 *
 * @param detectorName the detector's name
 * @param measure the measure's name
 * @param timeseriesId 64 lower-case hex digits, see {@link TimeSeriesId}
 * @param anomalyDecisionThreshold 0 to 100
 * @param dimensionList in the detector's order
 * @param aggregatedMeasureValue the period's value, or the value used to fill an empty period
 * @param anomalyScore 0 to 100; exactly 0.0 while learning and for points held to be noise
 * @param detectionPeriodStart inclusive
 * @param detectionPeriodEnd exclusive
 * @param processedDataPoints points that the series' model has seen, this one included
 * @param anomalyConfidenceScore 0 to 100, rising as the model matures
 * @param anomalyDecision 1 if and only if the score is above the threshold, else 0
 * @param modelStage learning or scoring
 * @param expectedValue what the model expected, in the measure's unit; 0.0 where it holds the point
 *     to be normal
 * @param decisionId 64 lower-case hex digits over series, period and sequence: the same decision
 *     made again has the same id
 * @param filled whether no record fell into the period and the value is the detector's filling
 * @param partial whether the input ended inside the period
 * @param predictedValue in the measure's unit; null while unknown
 * @param lowerBound in the measure's unit; null while unknown
 * @param upperBound in the measure's unit; null while unknown
 * @param alert 1 if the point deserves a person's attention, else 0
 * @param recordTime the record's own time with {@code period: record}, else null
 * @param sequence the point's number in its series, from 1, with {@code period: record}, else null
 * @param suppression what the user's settings silenced; null where they silenced nothing
 * @param explanation what the model says beyond the score; {@link Explanation#NONE} if nothing
 * @param pointsUntilInference while learning, how many points remain; null while scoring
 * @param measures each measure of a detector that judges them together, in the detector's order;
 *     else empty
 * @param findings what is found beside the score; {@link Findings#NONE} if nothing
 */
public record Decision(
    String detectorName,
    String measure,
    String timeseriesId,
    double anomalyDecisionThreshold,
    List<Dimension> dimensionList,
    double aggregatedMeasureValue,
    double anomalyScore,
    long detectionPeriodStart,
    long detectionPeriodEnd,
    long processedDataPoints,
    double anomalyConfidenceScore,
    int anomalyDecision,
    ModelStage modelStage,
    double expectedValue,
    String decisionId,
    boolean filled,
    boolean partial,
    Double predictedValue,
    Double lowerBound,
    Double upperBound,
    int alert,
    Long recordTime,
    Long sequence,
    Suppression suppression,
    Explanation explanation,
    Long pointsUntilInference,
    List<MeasureDecision> measures,
    Findings findings) {

  /** Copies the measures. */
  public Decision {
    // Null where a record of an earlier release is restored.
    explanation = explanation == null ? Explanation.NONE : explanation;
    measures = measures == null ? List.of() : List.copyOf(measures);
    findings = findings == null ? Findings.NONE : findings;
  }

  /** The same decision with what is found beside its score; it alerts for that, too. */
  public Decision with(Findings findings) {
    return new Decision(
        detectorName,
        measure,
        timeseriesId,
        anomalyDecisionThreshold,
        dimensionList,
        aggregatedMeasureValue,
        anomalyScore,
        detectionPeriodStart,
        detectionPeriodEnd,
        processedDataPoints,
        anomalyConfidenceScore,
        anomalyDecision,
        modelStage,
        expectedValue,
        decisionId,
        filled,
        partial,
        predictedValue,
        lowerBound,
        upperBound,
        anomalyDecision == 1 || findings.alerts() ? 1 : 0,
        recordTime,
        sequence,
        suppression,
        explanation,
        pointsUntilInference,
        measures,
        findings);
  }

  /** A decision on a single measure, of which there is no more to say. */
  public Decision(
      String detectorName,
      String measure,
      String timeseriesId,
      double anomalyDecisionThreshold,
      List<Dimension> dimensionList,
      double aggregatedMeasureValue,
      double anomalyScore,
      long detectionPeriodStart,
      long detectionPeriodEnd,
      long processedDataPoints,
      double anomalyConfidenceScore,
      int anomalyDecision,
      ModelStage modelStage,
      double expectedValue,
      String decisionId,
      boolean filled,
      boolean partial,
      Double predictedValue,
      Double lowerBound,
      Double upperBound,
      int alert,
      Long recordTime,
      Long sequence) {
    this(
        detectorName,
        measure,
        timeseriesId,
        anomalyDecisionThreshold,
        dimensionList,
        aggregatedMeasureValue,
        anomalyScore,
        detectionPeriodStart,
        detectionPeriodEnd,
        processedDataPoints,
        anomalyConfidenceScore,
        anomalyDecision,
        modelStage,
        expectedValue,
        decisionId,
        filled,
        partial,
        predictedValue,
        lowerBound,
        upperBound,
        alert,
        recordTime,
        sequence,
        null,
        Explanation.NONE,
        null,
        List.of(),
        Findings.NONE);
  }
}
