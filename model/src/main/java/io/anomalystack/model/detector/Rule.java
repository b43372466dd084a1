package io.anomalystack.model.detector;

import io.anomalystack.model.Severity;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A limit beside the learned score, which it never touches.
 *
 * @param name unique in the detector
 * @param measure whose values it judges; null for each of the detector's measures, and for what is
 *     not a matter of one value
 * @param check when a point violates it
 * @param points how many points must violate it, this one included, for a breach; 1 to {@link #of}
 * @param of of how many of the latest points, 1 to {@link #MOST_POINTS}
 * @param severity what a breach amounts to; with an Xid the code says so
 * @param alert whether a breach alerts, or is only noted
 */
public record Rule(
    String name, String measure, Check check, int points, int of, Severity severity, boolean alert)
    implements Serializable {
  /** Most points of evidence: as many as there are bits in a long. */
  public static final int MOST_POINTS = 64;

  /** Whether it judges values that are not finite. */
  public boolean readsNotFinite() {
    return check instanceof Check.NotFinite;
  }

  /** Whether it judges the points of a measure's series. */
  public boolean watches(String name) {
    return measure == null || measure.equals(name);
  }

  /** The shortest silence that one of some rules watches for. */
  public static Optional<Duration> shortestSilence(List<Rule> rules) {
    return rules.stream()
        .filter(rule -> rule.check() instanceof Check.Silence)
        .map(rule -> ((Check.Silence) rule.check()).length())
        .min(Duration::compareTo);
  }
}
