package io.anomalystack.job.metrics;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What became of changes of the detector file, as the JobManager saw it for one topic. */
public final class DetectorFileMetrics {
  private final Counter refused;

  /**
   * Metrics of one enumerator.
   *
   * @param enumerator Flink's group of the enumerator
   */
  public DetectorFileMetrics(MetricGroup enumerator) {
    refused = new TaskMetrics(enumerator).counter(JobMetric.DETECTOR_FILES_REFUSED);
  }

  /**
   * So many changed files took no effect.
   *
   * @param total since the start
   */
  public void refused(long total) {
    refused.inc(total - refused.getCount());
  }
}
