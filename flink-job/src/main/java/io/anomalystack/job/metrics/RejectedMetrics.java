package io.anomalystack.job.metrics;

import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectionReason;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;

/**
 * Dead letters by detector and reason. A reason is shown from its first record on: there are many,
 * and most never come.
 */
public final class RejectedMetrics {
  /** In the place of a detector, where none could read the record. */
  private static final String NONE = "";

  private final TaskMetrics metrics;
  private final Counter all = new SimpleCounter();
  private final Map<String, Map<RejectionReason, Counter>> byDetector = new HashMap<>();

  /** Dead letters of one task. */
  public RejectedMetrics(TaskMetrics metrics) {
    this.metrics = metrics;
    metrics.meter(JobMetric.REJECTED_PER_SECOND, all);
  }

  /** Goes on with other detectors: what one counted that left is no longer shown. */
  public void detectors(Collection<String> names) {
    Set<String> kept = new HashSet<>(names);
    kept.add(NONE);
    metrics.keep(byDetector, kept);
  }

  /** Counts one. */
  public void count(RejectedRecord rejected) {
    all.inc();
    String detector = rejected.detector() == null ? NONE : rejected.detector();
    byDetector
        .computeIfAbsent(detector, name -> new EnumMap<>(RejectionReason.class))
        .computeIfAbsent(rejected.reason(), reason -> register(detector, reason))
        .inc();
  }

  private Counter register(String detector, RejectionReason reason) {
    return detector.equals(NONE)
        ? metrics.counter(JobMetric.UNREADABLE, reason.name())
        : metrics.counter(JobMetric.REJECTED, detector, reason.name());
  }
}
