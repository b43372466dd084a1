package io.anomalystack.notifier.message;

import io.anomalystack.model.AffectedSeries;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.Findings;
import io.anomalystack.model.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is said of incidents of AnyBooks, over decisions that a replay of its stream made. */
public final class Incidents {
  /** Times for more of the same. */
  public static final long MINUTE = 60_000;

  /** Item-B: 135 at 14:41 UTC, usually 21.6 to 39.5. */
  public static final Decision SPIKE_OF_B = decisions().get(0);

  /** Item-A: 54 at 15:07 UTC, usually 6.5 to 12.5. */
  public static final Decision SPIKE_OF_A = decisions().get(1);

  /** Item-B: no record at 17:00 UTC, usually 11.3 to 19.4. */
  public static final Decision OUTAGE_OF_B = decisions().get(2);

  private Incidents() {}

  /** The first message of an incident of one series. */
  public static Alert opened() {
    return of(AlertState.OPENED, 1, 1, SPIKE_OF_A);
  }

  /** The last message of the same, whose last unusual period ended nine minutes after its start. */
  public static Alert resolved() {
    return of(AlertState.RESOLVED, 2, 9, SPIKE_OF_A);
  }

  /** A message of any state. */
  public static Alert of(AlertState state, long sequence, long minutes, Decision... strongest) {
    return of(state, sequence, minutes, Severity.WARNING, strongest);
  }

  /**
   * A message of any state and severity; where there is a cause, the last one is it.
   *
   * @param minutes from the incident's start to the end of its last unusual period
   */
  public static Alert of(
      AlertState state, long sequence, long minutes, Severity severity, Decision... strongest) {
    long start = Long.MAX_VALUE;
    double score = 0;
    for (Decision decision : strongest) {
      start = Math.min(start, decision.detectionPeriodStart());
      score = Math.max(score, decision.anomalyScore());
    }
    long end = start + minutes * MINUTE;
    long time = state == AlertState.RESOLVED ? end + 10 * MINUTE : end;
    return new Alert(
        Alert.incidentId(strongest[0].detectorName(), List.of(), start),
        sequence,
        state,
        severity,
        strongest[0].detectorName(),
        List.of(),
        List.of("default"),
        time,
        start,
        end,
        strongest.length + (minutes > 1 ? 2 : 0),
        strongest.length,
        score,
        List.of(strongest).stream()
            .map(one -> new AffectedSeries(1, one.detectionPeriodStart(), one))
            .toList(),
        state == AlertState.RESOLVED || state == AlertState.REMINDED
            ? null
            : strongest[strongest.length - 1]);
  }

  /** The decision with another value of its only dimension. */
  public static Decision named(Decision decision, String value) {
    return named(decision, List.of(new Dimension("product_name", value)));
  }

  /** The decision with other dimensions. */
  public static Decision named(Decision decision, List<Dimension> dimensions) {
    return new Decision(
        decision.detectorName(),
        decision.measure(),
        decision.timeseriesId(),
        decision.anomalyDecisionThreshold(),
        dimensions,
        decision.aggregatedMeasureValue(),
        decision.anomalyScore(),
        decision.detectionPeriodStart(),
        decision.detectionPeriodEnd(),
        decision.processedDataPoints(),
        decision.anomalyConfidenceScore(),
        decision.anomalyDecision(),
        decision.modelStage(),
        decision.expectedValue(),
        decision.decisionId(),
        decision.filled(),
        decision.partial(),
        decision.predictedValue(),
        decision.lowerBound(),
        decision.upperBound(),
        decision.alert(),
        decision.recordTime(),
        decision.sequence(),
        decision.suppression(),
        decision.explanation(),
        decision.pointsUntilInference(),
        decision.measures(),
        Findings.NONE);
  }

  private static List<Decision> decisions() {
    try (InputStream lines =
        Incidents.class.getResourceAsStream("/io/anomalystack/notifier/anybooks-decisions.jsonl")) {
      return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> DecisionJson.read(line.getBytes(StandardCharsets.UTF_8)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
