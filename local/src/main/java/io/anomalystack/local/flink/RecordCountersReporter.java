package io.anomalystack.local.flink;

import java.util.Properties;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Shows Flink's own counters to {@link RecordCounters}. */
public final class RecordCountersReporter implements MetricReporter {
  static final String COUNTERS_KEY = "counters";

  private static final String RECORDS_IN = "numRecordsIn";
  private static final String OPERATOR = "<operator_name>";

  private RecordCounters counters;

  /** How Flink finds the reporter. */
  public static final class Factory implements MetricReporterFactory {
    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new RecordCountersReporter();
    }
  }

  @Override
  public void open(MetricConfig config) {
    counters = (RecordCounters) InProcess.find(config.getString(COUNTERS_KEY, ""));
  }

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    String operator = group.getAllVariables().get(OPERATOR);
    if (operator != null && name.equals(RECORDS_IN) && metric instanceof Counter counter) {
      counters.added(operator, counter);
    }
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    if (name.equals(RECORDS_IN) && metric instanceof Counter counter) {
      counters.removed(counter);
    }
  }

  @Override
  public void close() {}
}
