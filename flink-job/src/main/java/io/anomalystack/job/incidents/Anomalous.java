package io.anomalystack.job.incidents;

import io.anomalystack.model.Decision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is remembered of a series that was anomalous lately; saved in the job's state.
 *
 * @param detectorName the detector's name
 * @param reference its measures as they were when last they became anomalous, and what was usual of
 *     them before the first anomaly
 * @param seen the end of its last period that was unusual, epoch ms
 * @param timer when it is to be looked at whether it can be forgotten, epoch ms
 */
public record Anomalous(String detectorName, List<Expectation> reference, long seen, long timer) {
  /** A series with its first anomaly. */
  static Anomalous of(Decision anomaly) {
    return new Anomalous(
        anomaly.detectorName(),
        Expectation.of(anomaly),
        anomaly.detectionPeriodEnd(),
        Incident.NO_TIMER);
  }

  /** Whether the series is still what it was when it became anomalous, though no anomaly again. */
  boolean goesOnIn(Decision decision) {
    if (decision.suppression() != null) {
      return false;
    }
    List<Expectation> now = Expectation.of(decision);
    return reference.stream()
        .anyMatch(
            before ->
                now.stream()
                    .anyMatch(
                        later ->
                            later.measure().equals(before.measure()) && before.goesOnIn(later)));
  }

  /**
   * With another anomaly: a peak may be followed by an outage, or the outage of another measure.
   */
  Anomalous and(Decision anomaly) {
    Map<String, Expectation> byMeasure = new LinkedHashMap<>();
    reference.forEach(before -> byMeasure.put(before.measure(), before));
    for (Expectation later : Expectation.of(anomaly)) {
      byMeasure.merge(later.measure(), later, Expectation::and);
    }
    return new Anomalous(detectorName, List.copyOf(byMeasure.values()), seen, timer);
  }

  Anomalous seenAt(long end) {
    return new Anomalous(detectorName, reference, Math.max(seen, end), timer);
  }

  Anomalous withTimer(long due) {
    return new Anomalous(detectorName, reference, seen, due);
  }
}
