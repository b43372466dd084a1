package io.anomalystack.job.metrics;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;

/**
 * A counter for each detector. Those that are known from the start show 0; one that comes while the
 * job runs is shown from its first count on, one that has left until the next restart.
 */
public final class DetectorCounter {
  private final TaskMetrics metrics;
  private final JobMetric metric;
  private final Map<String, Counter> byDetector = new HashMap<>();

  /**
   * Counters of one task.
   *
   * @param detectors the names of those that are known
   */
  public DetectorCounter(TaskMetrics metrics, JobMetric metric, Iterable<String> detectors) {
    this.metrics = metrics;
    this.metric = metric;
    detectors.forEach(this::of);
  }

  /** Counts one. */
  public void inc(String detector) {
    of(detector).inc();
  }

  private Counter of(String detector) {
    Counter counter = byDetector.get(detector);
    if (counter == null) {
      counter = metrics.counter(metric, detector);
      byDetector.put(detector, counter);
    }
    return counter;
  }
}
