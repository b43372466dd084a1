package io.anomalystack.job.incidents;

import io.anomalystack.model.Decision;
import io.anomalystack.model.RuleResult;
import io.anomalystack.model.Severity;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is remembered of a series that was anomalous lately; saved in the job's state.
 *
 * @param detectorName the detector's name
 * @param reference its measures as they were when last they became anomalous, and what was usual of
 *     them before the first anomaly
 * @param seen the end of its last period that was unusual, epoch ms
 * @param timer when it is to be looked at whether it can be forgotten, epoch ms
 * @param rules the alerting rules that it breached
 */
public record Anomalous(
    String detectorName, List<Expectation> reference, long seen, long timer, List<String> rules) {
  /** Copies the rules; null where a record of an earlier release is restored. */
  public Anomalous {
    rules = rules == null ? List.of() : List.copyOf(rules);
  }

  /** A series with its first anomaly. */
  static Anomalous of(Decision anomaly) {
    return new Anomalous(
        anomaly.detectorName(),
        Expectation.of(anomaly),
        anomaly.detectionPeriodEnd(),
        Incident.NO_TIMER,
        breached(anomaly).map(RuleResult::name).toList());
  }

  private static Stream<RuleResult> breached(Decision decision) {
    return decision.findings().ruleResults().stream()
        .filter(result -> result.breached() && result.alert());
  }

  /** What a decision's breached rules amount to at worst; the least if there is none. */
  static Severity severity(Decision decision) {
    return breached(decision)
        .map(RuleResult::severity)
        .max(Comparator.naturalOrder())
        .orElse(Severity.INFO);
  }

  /** Whether the series is still what it was when it became anomalous, though no anomaly again. */
  boolean goesOnIn(Decision decision) {
    if (decision.findings().ruleResults().stream().anyMatch(this::wasBreached)) {
      return true;
    }
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

  /** Whether a rule that was breached is violated still, if not often enough for another breach. */
  private boolean wasBreached(RuleResult violated) {
    return rules.contains(violated.name());
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
    List<String> all =
        Stream.concat(rules.stream(), breached(anomaly).map(RuleResult::name)).distinct().toList();
    return new Anomalous(detectorName, List.copyOf(byMeasure.values()), seen, timer, all);
  }

  Anomalous seenAt(long end) {
    return new Anomalous(detectorName, reference, Math.max(seen, end), timer, rules);
  }

  Anomalous withTimer(long due) {
    return new Anomalous(detectorName, reference, seen, due, rules);
  }
}
