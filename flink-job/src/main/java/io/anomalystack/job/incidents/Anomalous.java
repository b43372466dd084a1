package io.anomalystack.job.incidents;

import io.anomalystack.model.Decision;
import java.util.List;

/**
 * What is remembered of a series that was anomalous lately; saved in the job's state.
 *
 * @param detectorName the detector's name
 * @param first its measures at the first anomaly, and what was usual of them before
 * @param seen the end of its last period that was unusual, epoch ms
 * @param timer when it is to be looked at whether it can be forgotten, epoch ms
 */
public record Anomalous(String detectorName, List<Expectation> first, long seen, long timer) {

  /** Whether the series is still what it was when it became anomalous, though no anomaly again. */
  boolean goesOnIn(Decision decision) {
    if (decision.suppression() != null) {
      return false;
    }
    List<Expectation> now = Expectation.of(decision);
    return first.stream()
        .anyMatch(
            before ->
                now.stream()
                    .anyMatch(
                        later ->
                            later.measure().equals(before.measure()) && before.goesOnIn(later)));
  }

  Anomalous seenAt(long end) {
    return new Anomalous(detectorName, first, Math.max(seen, end), timer);
  }

  Anomalous withTimer(long due) {
    return new Anomalous(detectorName, first, seen, due);
  }
}
