package io.anomalystack.job.metrics;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;

/** A counter for each detector, shown from 0 on as long as the detector is known. */
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

  /** Goes on with other detectors: what one counted that left is no longer shown. */
  public void detectors(Collection<String> names) {
    metrics.keep(byDetector, names);
    names.forEach(this::of);
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
