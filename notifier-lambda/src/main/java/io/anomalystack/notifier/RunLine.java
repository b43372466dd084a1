package io.anomalystack.notifier;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A batch in one line of the log, which CloudWatch takes for metrics too (embedded metric format).
 */
final class RunLine {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String NAMESPACE = "AnomalyNotifier";

  private RunLine() {}

  static String of(Report report, long epochMillis) {
    Map<String, Integer> metrics = metrics(report);
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeObjectFieldStart("_aws");
      json.writeNumberField("Timestamp", epochMillis);
      json.writeArrayFieldStart("CloudWatchMetrics");
      json.writeStartObject();
      json.writeStringField("Namespace", NAMESPACE);
      json.writeArrayFieldStart("Dimensions");
      json.writeStartArray();
      json.writeEndArray();
      json.writeEndArray();
      json.writeArrayFieldStart("Metrics");
      for (String name : metrics.keySet()) {
        json.writeStartObject();
        json.writeStringField("Name", name);
        json.writeStringField("Unit", "Count");
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
      for (Map.Entry<String, Integer> metric : metrics.entrySet()) {
        json.writeNumberField(metric.getKey(), metric.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return line.toString();
  }

  private static Map<String, Integer> metrics(Report report) {
    Map<String, Integer> metrics = new LinkedHashMap<>();
    metrics.put("recordsDelivered", report.count(Fate.DELIVERED));
    metrics.put("recordsNotTold", report.count(Fate.NOT_TOLD));
    metrics.put("recordsTooOld", report.count(Fate.TOO_OLD));
    metrics.put("recordsUnreadable", report.count(Fate.UNREADABLE));
    metrics.put("recordsFailed", report.count(Fate.FAILED));
    metrics.put("messagesSent", report.messages());
    metrics.put("messagesRepeated", report.repeated());
    metrics.put("messagesRefused", report.refused());
    return metrics;
  }
}
