package io.anomalystack.job.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.anomalystack.job.decode.Fields.Kind;
import io.anomalystack.job.ingest.Sample;
import io.anomalystack.model.RejectionReason;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.DataPointFlags;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.MetricsData;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads OpenTelemetry metrics (OTLP 1.7, {@code metrics.proto}), one message a record as the
 * Collector's Kafka exporter writes them. Each data point is a point of its own, with these fields:
 * the attributes of its resource, its scope and its own, the narrower before the wider; the
 * metric's name, which holds the value; {@code metric}, {@code unit}, {@code time_unix_nano} and
 * {@code start_time_unix_nano}.
 */
final class OtlpFieldReader implements FieldReader {
  private static final int NO_VALUE = DataPointFlags.DATA_POINT_FLAGS_NO_RECORDED_VALUE_MASK_VALUE;

  /** What a message of another kind, or no message, most likely lacks. */
  private static final String NO_METRICS =
      "no OTLP metrics: a message with resourceMetrics is needed, as the OpenTelemetry Collector's"
          + " Kafka exporter writes it";

  private final StrictJson json = new StrictJson(RejectionReason.MALFORMED_OTLP, false);
  private final JsonFormat.Parser jsonMessages = JsonFormat.parser().ignoringUnknownFields();
  private final boolean protobuf;
  private final FieldSet.Node root;

  OtlpFieldReader(FieldSet fields, boolean protobuf) {
    this.root = fields.root();
    this.protobuf = protobuf;
  }

  @Override
  public void read(byte[] record, Fields fields, Runnable filled) throws UnreadableRecordException {
    MetricsData message = protobuf ? binary(record) : text(record);
    if (message.getResourceMetricsCount() == 0) {
      throw json.malformed(NO_METRICS);
    }
    for (ResourceMetrics resource : message.getResourceMetricsList()) {
      for (ScopeMetrics scope : resource.getScopeMetricsList()) {
        for (Metric metric : scope.getMetricsList()) {
          new Points(resource, scope, metric, fields, filled).read();
        }
      }
    }
  }

  private MetricsData binary(byte[] record) throws UnreadableRecordException {
    try {
      return MetricsData.parseFrom(record);
    } catch (InvalidProtocolBufferException e) {
      throw json.malformed(NO_METRICS + " (" + StrictJson.firstLine(e.getMessage()) + ")");
    }
  }

  private MetricsData text(byte[] record) throws UnreadableRecordException {
    // The message's own reader is lenient: it takes comments, and text behind the object.
    json.read(record, (parser, none) -> skipMembers(parser), null);
    MetricsData.Builder message = MetricsData.newBuilder();
    try {
      jsonMessages.merge(new String(record, StandardCharsets.UTF_8), message);
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      // Not documented to be thrown, but so are a few, by values of an unexpected kind.
      throw json.malformed(
          NO_METRICS + " (" + StrictJson.firstLine(String.valueOf(e.getMessage())) + ")");
    }
    return message.build();
  }

  private static void skipMembers(JsonParser parser) throws IOException {
    while (parser.nextFieldName() != null) {
      parser.nextToken();
      parser.skipChildren();
    }
  }

  /** The points of one metric. */
  private final class Points {
    private final ResourceMetrics resource;
    private final ScopeMetrics scope;
    private final Metric metric;
    private final Fields fields;
    private final Runnable filled;
    private final FieldSet.Node value;

    Points(
        ResourceMetrics resource,
        ScopeMetrics scope,
        Metric metric,
        Fields fields,
        Runnable filled) {
      this.resource = resource;
      this.scope = scope;
      this.metric = metric;
      this.fields = fields;
      this.filled = filled;
      this.value = root.child(metric.getName());
    }

    void read() {
      switch (metric.getDataCase()) {
        case GAUGE -> metric.getGauge().getDataPointsList().forEach(p -> number(p, false));
        case SUM -> {
          boolean counter = isCounter(metric.getSum());
          metric.getSum().getDataPointsList().forEach(p -> number(p, counter));
        }
        case HISTOGRAM ->
            metric
                .getHistogram()
                .getDataPointsList()
                .forEach(
                    p ->
                        unsupported(
                            "a histogram",
                            p.getAttributesList(),
                            p.getTimeUnixNano(),
                            p.getStartTimeUnixNano()));
        case EXPONENTIAL_HISTOGRAM ->
            metric
                .getExponentialHistogram()
                .getDataPointsList()
                .forEach(
                    p ->
                        unsupported(
                            "an exponential histogram",
                            p.getAttributesList(),
                            p.getTimeUnixNano(),
                            p.getStartTimeUnixNano()));
        case SUMMARY ->
            metric
                .getSummary()
                .getDataPointsList()
                .forEach(
                    p ->
                        unsupported(
                            "a summary",
                            p.getAttributesList(),
                            p.getTimeUnixNano(),
                            p.getStartTimeUnixNano()));
        case DATA_NOT_SET -> {
          // A metric without points.
        }
      }
    }

    private void number(NumberDataPoint point, boolean counter) {
      shared(point.getAttributesList(), point.getTimeUnixNano(), point.getStartTimeUnixNano());
      if (value != null && (point.getFlags() & NO_VALUE) == 0) {
        switch (point.getValueCase()) {
          case AS_DOUBLE -> fields.put(value, Kind.NUMBER, Double.toString(point.getAsDouble()));
          case AS_INT -> fields.put(value, Kind.NUMBER, Long.toString(point.getAsInt()));
          case VALUE_NOT_SET -> {
            // As with the flag: the point tells the time alone.
          }
        }
        if (counter) {
          long stream = OtlpStream.digest(resource, scope, metric, point.getAttributesList());
          fields.counter(new Sample.Counter(stream, point.getStartTimeUnixNano()));
        }
      }
      filled.run();
    }

    private void unsupported(String type, List<KeyValue> attributes, long time, long start) {
      shared(attributes, time, start);
      put(metric.getName(), Kind.UNSUPPORTED, type);
      filled.run();
    }

    private void shared(List<KeyValue> attributes, long time, long start) {
      fields.clear();
      resource.getResource().getAttributesList().forEach(this::put);
      scope.getScope().getAttributesList().forEach(this::put);
      attributes.forEach(this::put);
      put("metric", Kind.STRING, metric.getName());
      put("unit", Kind.STRING, metric.getUnit());
      putTime("time_unix_nano", time);
      putTime("start_time_unix_nano", start);
    }

    private void put(KeyValue attribute) {
      FieldSet.Node node = root.child(attribute.getKey());
      if (node == null) {
        return;
      }
      AnyValue any = attribute.getValue();
      switch (any.getValueCase()) {
        case STRING_VALUE -> fields.put(node, Kind.STRING, any.getStringValue());
        case BOOL_VALUE -> fields.put(node, Kind.BOOLEAN, Boolean.toString(any.getBoolValue()));
        case INT_VALUE -> fields.put(node, Kind.NUMBER, Long.toString(any.getIntValue()));
        case DOUBLE_VALUE -> fields.put(node, Kind.NUMBER, Double.toString(any.getDoubleValue()));
        case ARRAY_VALUE, KVLIST_VALUE, BYTES_VALUE -> fields.put(node, Kind.NESTED, null);
        case VALUE_NOT_SET -> fields.put(node, Kind.ABSENT, null);
      }
    }

    private void put(String name, Kind kind, String text) {
      FieldSet.Node node = root.child(name);
      if (node != null) {
        fields.put(node, kind, text);
      }
    }

    /** Nanoseconds since 1970, of which 0 means that they are not known. */
    private void putTime(String name, long nanos) {
      put(
          name,
          nanos == 0 ? Kind.ABSENT : Kind.NUMBER,
          nanos == 0 ? null : Long.toUnsignedString(nanos));
    }
  }

  private static boolean isCounter(Sum sum) {
    return sum.getIsMonotonic()
        && sum.getAggregationTemporality()
            == AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;
  }
}
