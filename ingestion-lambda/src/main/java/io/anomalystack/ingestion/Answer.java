package io.anomalystack.ingestion;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** A report as JSON: the answer of an invocation, and a line of its log. */
final class Answer {
  /** Under which the metrics appear in CloudWatch. */
  static final String NAMESPACE = "AnomalyDetection/Ingestion";

  private static final JsonFactory FACTORY = new JsonFactory();

  private record Metric(String name, String unit) {}

  private static final List<Metric> METRICS =
      List.of(
          new Metric("rows", "Count"),
          new Metric("batches", "Count"),
          new Metric("takenOver", "Count"),
          new Metric("behindSeconds", "Seconds"),
          new Metric("milliseconds", "Milliseconds"));

  private Answer() {}

  static String of(String source, Report report) {
    return write(json -> writeFields(json, source, report));
  }

  /**
   * With what CloudWatch makes metrics of.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">Embedded
   *     metric format</a>
   */
  static String logLine(String source, Report report, Instant now) {
    return write(
        json -> {
          json.writeObjectFieldStart("_aws");
          json.writeNumberField("Timestamp", now.toEpochMilli());
          json.writeArrayFieldStart("CloudWatchMetrics");
          json.writeStartObject();
          json.writeStringField("Namespace", NAMESPACE);
          json.writeFieldName("Dimensions");
          json.writeStartArray();
          json.writeStartArray();
          json.writeString("source");
          json.writeEndArray();
          json.writeEndArray();
          json.writeArrayFieldStart("Metrics");
          for (Metric metric : METRICS) {
            json.writeStartObject();
            json.writeStringField("Name", metric.name());
            json.writeStringField("Unit", metric.unit());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
          json.writeEndArray();
          json.writeEndObject();
          writeFields(json, source, report);
        });
  }

  private static void writeFields(JsonGenerator json, String source, Report report)
      throws IOException {
    json.writeStringField("source", source);
    json.writeNumberField("rows", report.rows());
    json.writeNumberField("batches", report.batches());
    json.writeBooleanField("caughtUp", report.caughtUp());
    json.writeNumberField("takenOver", report.takenOver() ? 1 : 0);
    json.writeNumberField("behindSeconds", report.behindSeconds());
    json.writeNumberField("totalRows", report.totalRows());
    if (report.publishedUpTo().isPresent()) {
      json.writeStringField("publishedUpTo", report.publishedUpTo().get().toString());
    }
    json.writeNumberField("milliseconds", report.milliseconds());
  }

  private interface Content {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private static String write(Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      content.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }
}
