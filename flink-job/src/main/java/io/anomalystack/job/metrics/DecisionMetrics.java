package io.anomalystack.job.metrics;

import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;

/** What one task decides. */
public final class DecisionMetrics {
  private final TaskMetrics metrics;
  private final LongSupplier wallClock;
  private final Counter all = new SimpleCounter();
  private final Map<String, OfDetector> byDetector = new HashMap<>();

  /**
   * Metrics of one task.
   *
   * @param operator Flink's group of the operator
   * @param wallClock epoch ms
   * @param detectors the names of those whose decisions are made here
   */
  public DecisionMetrics(MetricGroup operator, LongSupplier wallClock, Iterable<String> detectors) {
    this.metrics = new TaskMetrics(operator);
    this.wallClock = wallClock;
    metrics.meter(JobMetric.DECISIONS_PER_SECOND, all);
    detectors.forEach(this::of);
  }

  private final class OfDetector {
    private final Counter decisions;
    private final Counter filled;
    private final Counter anomalies;
    private final Counter alerts;
    private final Histogram latency;

    OfDetector(String detector) {
      decisions = metrics.counter(JobMetric.DECISIONS, detector);
      filled = metrics.counter(JobMetric.FILLED, detector);
      anomalies = metrics.counter(JobMetric.ANOMALIES, detector);
      alerts = metrics.counter(JobMetric.ALERTS, detector);
      latency =
          metrics.histogram(JobMetric.DECISION_LATENCY, JobMetric.DECISION_LATENCY_P99, detector);
    }
  }

  /** Goes on with other detectors: what one counted that left is no longer shown. */
  public void detectors(Collection<String> names) {
    metrics.keep(byDetector, names);
    names.forEach(this::of);
  }

  /** Counts a decision, as it leaves the last operator that has a say in it. */
  public void count(Decision decision, Detector detector) {
    OfDetector counted = of(decision.detectorName());
    all.inc();
    counted.decisions.inc();
    if (decision.filled()) {
      counted.filled.inc();
    }
    if (decision.anomalyDecision() == 1) {
      counted.anomalies.inc();
    }
    if (decision.alert() == 1) {
      counted.alerts.inc();
    }
    long couldClose = decision.detectionPeriodEnd() + detector.allowedLateness().toMillis();
    counted.latency.update(wallClock.getAsLong() - couldClose);
  }

  private OfDetector of(String detector) {
    OfDetector found = byDetector.get(detector);
    if (found == null) {
      found = new OfDetector(detector);
      byDetector.put(detector, found);
    }
    return found;
  }
}
