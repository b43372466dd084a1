package io.anomalystack.remedy.metrics;

import io.anomalystack.functions.KafkaRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** What one PutMetricData takes: 1,000 metrics, and 1 MB before compression. */
final class MetricBatch {
  static final int MOST_METRICS = 1000;

  /** Of 1 MB what is surely left beside the request's own fields. */
  static final int MOST_BYTES = 900_000;

  /** Names of fields, numbers and time of a metric, and of a dimension, in any of its protocols. */
  private static final int METRIC_BYTES = 200;

  private static final int DIMENSION_BYTES = 100;

  private final List<MetricDatum> metrics = new ArrayList<>();
  private final Set<KafkaRecord> records = new LinkedHashSet<>();
  private int bytes;

  /** Adds a record's metrics; false, and nothing added, where there is no room for them. */
  boolean add(KafkaRecord record, List<MetricDatum> data) {
    int more = data.stream().mapToInt(MetricBatch::size).sum();
    boolean room = metrics.size() + data.size() <= MOST_METRICS && bytes + more <= MOST_BYTES;
    if (room || metrics.isEmpty()) {
      metrics.addAll(data);
      records.add(record);
      bytes += more;
      return true;
    }
    return false;
  }

  private static int size(MetricDatum datum) {
    return METRIC_BYTES
        + datum.metricName().length()
        + datum.dimensions().stream()
            .mapToInt(each -> DIMENSION_BYTES + each.name().length() + each.value().length())
            .sum();
  }

  List<MetricDatum> metrics() {
    return metrics;
  }

  Set<KafkaRecord> records() {
    return records;
  }
}
