package io.anomalystack.job.metrics;

import io.anomalystack.job.metrics.JobMetric.Label;
import io.anomalystack.job.metrics.JobMetric.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;

/** Registers the metrics of one task, as {@link JobMetric} has them. */
public final class TaskMetrics {
  private static final int HISTOGRAM_VALUES = 1_000;
  private static final double P99 = 0.99;

  private final MetricGroup group;

  /**
   * Metrics of one task.
   *
   * @param operator Flink's group of the operator
   */
  public TaskMetrics(MetricGroup operator) {
    this.group = operator.addGroup(JobMetric.GROUP);
  }

  /** A counter; a plain number, so only for the task's own thread. */
  public Counter counter(JobMetric metric, String... labels) {
    return counter(metric, new SimpleCounter(), labels);
  }

  /** Shows a counter, which may be shown elsewhere too. */
  Counter counter(JobMetric metric, Counter counter, String... labels) {
    return group(metric, Type.COUNTER, labels).counter(metric.text(), counter);
  }

  /** The rate at which a counter counts, per second over the last minute. */
  public void meter(JobMetric metric, Counter counted, String... labels) {
    group(metric, Type.METER, labels).meter(metric.text(), new MeterView(counted));
  }

  /** A value that is read whenever somebody looks, by another thread. */
  public void gauge(JobMetric metric, Gauge<? extends Number> value, String... labels) {
    group(metric, Type.GAUGE, labels).gauge(metric.text(), value);
  }

  /**
   * A histogram of the last 1,000 values, and a gauge of its 99th percentile, 0 without a value.
   *
   * @param p99 the gauge
   */
  public Histogram histogram(JobMetric metric, JobMetric p99, String... labels) {
    Histogram histogram =
        group(metric, Type.HISTOGRAM, labels)
            .histogram(metric.text(), new DescriptiveStatisticsHistogram(HISTOGRAM_VALUES));
    gauge(
        p99,
        () -> histogram.getCount() == 0 ? 0 : histogram.getStatistics().getQuantile(P99),
        labels);
    return histogram;
  }

  /**
   * Shows no more of the detectors that left, and forgets what was counted: neither does a gauge of
   * theirs go on for ever, nor an alarm on it. One that comes back begins anew.
   *
   * @param byDetector what is counted, by the detectors' names
   * @param names of those that stay
   */
  void keep(Map<String, ?> byDetector, Collection<String> names) {
    List<String> gone = byDetector.keySet().stream().filter(name -> !names.contains(name)).toList();
    gone.forEach(byDetector::remove);
    for (String name : gone) {
      MetricGroup labelled = group.addGroup(Label.DETECTOR.text(), name);
      // Flink has no other way to take a metric back while its task runs.
      if (labelled instanceof AbstractMetricGroup<?> closeable) {
        closeable.close();
      }
    }
  }

  private MetricGroup group(JobMetric metric, Type type, String... labels) {
    if (metric.type() != type || metric.labels().size() != labels.length) {
      throw new IllegalArgumentException(
          "%s is a %s with the labels %s, not a %s with %d"
              .formatted(
                  metric, metric.type().text(), metric.labels(), type.text(), labels.length));
    }
    MetricGroup labelled = group;
    for (int i = 0; i < labels.length; i++) {
      labelled = labelled.addGroup(metric.labels().get(i).text(), labels[i]);
    }
    return labelled;
  }
}
