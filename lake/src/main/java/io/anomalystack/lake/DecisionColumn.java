package io.anomalystack.lake;

import static io.anomalystack.lake.ColumnType.COUNT;
import static io.anomalystack.lake.ColumnType.FLAG;
import static io.anomalystack.lake.ColumnType.NUMBER;
import static io.anomalystack.lake.ColumnType.TEXT;
import static io.anomalystack.lake.ColumnType.TIME;
import static io.anomalystack.lake.ColumnType.ZERO_OR_ONE;

import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.DimensionText;
import io.anomalystack.model.FindingsJson;
import java.util.Locale;
import java.util.function.Function;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * The columns of the table, in its order. Files of any age are read by these names: never rename or
 * retype one; append new ones at the end, {@code OPTIONAL}.
 */
enum DecisionColumn {
  DETECTOR_NAME(TEXT, Repetition.REQUIRED, Decision::detectorName),
  MEASURE(TEXT, Repetition.REQUIRED, Decision::measure),
  TIMESERIES_ID(TEXT, Repetition.REQUIRED, Decision::timeseriesId),
  ANOMALY_DECISION_THRESHOLD(NUMBER, Repetition.REQUIRED, Decision::anomalyDecisionThreshold),
  DIMENSION_LIST(ColumnType.DIMENSIONS, Repetition.REQUIRED, Decision::dimensionList),
  DIMENSIONS(TEXT, Repetition.REQUIRED, d -> DimensionText.of(d.dimensionList())),
  AGGREGATED_MEASURE_VALUE(NUMBER, Repetition.REQUIRED, Decision::aggregatedMeasureValue),
  ANOMALY_SCORE(NUMBER, Repetition.REQUIRED, Decision::anomalyScore),
  DETECTION_PERIOD_START_TIME(TIME, Repetition.REQUIRED, Decision::detectionPeriodStart),
  DETECTION_PERIOD_END_TIME(TIME, Repetition.REQUIRED, Decision::detectionPeriodEnd),
  PROCESSED_DATA_POINTS(COUNT, Repetition.REQUIRED, Decision::processedDataPoints),
  ANOMALY_CONFIDENCE_SCORE(NUMBER, Repetition.REQUIRED, Decision::anomalyConfidenceScore),
  ANOMALY_DECISION(ZERO_OR_ONE, Repetition.REQUIRED, Decision::anomalyDecision),
  MODEL_STAGE(TEXT, Repetition.REQUIRED, d -> d.modelStage().name()),
  EXPECTED_VALUE(NUMBER, Repetition.REQUIRED, Decision::expectedValue),
  DECISION_ID(TEXT, Repetition.REQUIRED, Decision::decisionId),
  FILLED(FLAG, Repetition.REQUIRED, Decision::filled),
  PARTIAL(FLAG, Repetition.REQUIRED, Decision::partial),
  PREDICTED_VALUE(NUMBER, Repetition.OPTIONAL, Decision::predictedValue),
  LOWER_BOUND(NUMBER, Repetition.OPTIONAL, Decision::lowerBound),
  UPPER_BOUND(NUMBER, Repetition.OPTIONAL, Decision::upperBound),
  ALERT(ZERO_OR_ONE, Repetition.REQUIRED, Decision::alert),
  RECORD_TIME(TIME, Repetition.OPTIONAL, Decision::recordTime),
  SEQUENCE(NUMBER, Repetition.OPTIONAL, d -> number(d.sequence())),
  SUPPRESSED_SCORE(
      NUMBER, Repetition.OPTIONAL, d -> d.suppression() == null ? null : d.suppression().score()),
  SUPPRESSED_BY(
      TEXT, Repetition.OPTIONAL, d -> d.suppression() == null ? null : d.suppression().by()),
  CONTRIBUTORS(
      TEXT,
      Repetition.OPTIONAL,
      d ->
          d.explanation().contributors().isEmpty()
              ? null
              : DecisionJson.contributorsText(d.explanation().contributors())),
  ANOMALY_START_TIME(TIME, Repetition.OPTIONAL, d -> wholeSecond(d.explanation().anomalyStart())),
  HELD_BACK(TEXT, Repetition.OPTIONAL, d -> d.explanation().heldBack()),
  POINTS_UNTIL_INFERENCE(NUMBER, Repetition.OPTIONAL, d -> number(d.pointsUntilInference())),
  MEASURES(
      TEXT,
      Repetition.OPTIONAL,
      d -> d.measures().isEmpty() ? null : DecisionJson.measuresText(d.measures())),
  STEP(NUMBER, Repetition.OPTIONAL, d -> number(d.findings().step())),
  RULE_RESULTS(
      TEXT,
      Repetition.OPTIONAL,
      d ->
          d.findings().ruleResults().isEmpty()
              ? null
              : FindingsJson.ruleResultsText(d.findings().ruleResults())),
  PEER(
      TEXT,
      Repetition.OPTIONAL,
      d -> d.findings().peer() == null ? null : FindingsJson.peerText(d.findings().peer())),
  PEER_DEVIATION(
      NUMBER,
      Repetition.OPTIONAL,
      d -> d.findings().peer() == null ? null : d.findings().peer().deviation()),
  PEER_SCORE(
      NUMBER,
      Repetition.OPTIONAL,
      d -> d.findings().peer() == null ? null : d.findings().peer().score()),
  DENOMINATOR(
      TEXT,
      Repetition.OPTIONAL,
      d ->
          d.findings().denominator() == null
              ? null
              : FindingsJson.denominatorText(d.findings().denominator()));

  private static final DecisionColumn[] ALL = values();

  private final String column;
  private final ColumnType type;
  private final Repetition repetition;

  @SuppressWarnings("ImmutableEnumChecker") // each is a function without a state
  private final Function<Decision, Object> value;

  DecisionColumn(ColumnType type, Repetition repetition, Function<Decision, Object> value) {
    this.column = name().toLowerCase(Locale.ROOT);
    this.type = type;
    this.repetition = repetition;
    this.value = value;
  }

  /** The column of a name, or null where it is none of ours. */
  static DecisionColumn named(String column) {
    for (DecisionColumn candidate : ALL) {
      if (candidate.column.equals(column)) {
        return candidate;
      }
    }
    return null;
  }

  /** Its name in files. */
  String column() {
    return column;
  }

  ColumnType type() {
    return type;
  }

  /** The column as it is written. */
  Type inFile() {
    return type.in(repetition, column);
  }

  /**
   * A decision's value, null where it has none. As on the wire, a number that is not finite is
   * unknown.
   *
   * @throws IllegalArgumentException if there is none, and must be
   */
  Object of(Decision decision) {
    Object found = value.apply(decision);
    boolean known = !(found instanceof Double number) || Double.isFinite(number);
    if (repetition == Repetition.REQUIRED && (found == null || !known)) {
      throw new IllegalArgumentException(
          "%s: must be %s, was %s, in decision %s"
              .formatted(
                  column,
                  type == NUMBER ? "a finite number" : "known",
                  found,
                  decision.decisionId()));
    }
    return known ? found : null;
  }

  private static Double number(Long value) {
    return value == null ? null : (double) value;
  }

  /** As on the wire, which says it to the second. */
  private static Long wholeSecond(Long millis) {
    return millis == null ? null : Math.floorDiv(millis, 1000L) * 1000;
  }
}
