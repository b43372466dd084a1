package io.anomalystack.model;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** The wire form of an {@link Alert}: one JSON object. */
public final class AlertJson {
  private static final int TYPICAL_SIZE = 2048;

  private AlertJson() {}

  /**
   * UTF-8 JSON of the alert, without a line break. Thread-safe.
   *
   * @throws IllegalArgumentException if a number that is always known is not finite
   */
  public static byte[] write(Alert alert) {
    return JsonOutput.bytes(TYPICAL_SIZE, json -> write(json, alert));
  }

  private static void write(JsonGenerator json, Alert alert) throws IOException {
    json.writeStartObject();
    json.writeStringField("alertId", alert.alertId());
    json.writeStringField("incidentId", alert.incidentId());
    json.writeNumberField("sequence", alert.sequence());
    json.writeStringField("state", alert.state().text());
    json.writeStringField("severity", alert.severity().text());
    json.writeStringField("detectorName", alert.detectorName());
    DecisionJson.writeDimensions(json, alert.dimensionList());
    json.writeArrayFieldStart("routes");
    for (String route : alert.routes()) {
      json.writeString(route);
    }
    json.writeEndArray();
    json.writeStringField("time", UtcSeconds.format(alert.time()));
    json.writeStringField("startTime", UtcSeconds.format(alert.start()));
    json.writeStringField("endTime", UtcSeconds.format(alert.end()));
    json.writeNumberField("anomalies", alert.anomalies());
    json.writeNumberField("seriesCount", alert.seriesCount());
    DecisionJson.writeNumber(json, "anomalyScore", alert.anomalyScore());
    json.writeArrayFieldStart("series");
    for (AffectedSeries series : alert.series()) {
      json.writeStartObject();
      json.writeNumberField("anomalies", series.anomalies());
      json.writeStringField("startTime", UtcSeconds.format(series.start()));
      json.writeFieldName("strongest");
      DecisionJson.write(json, series.strongest());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (alert.cause() != null) {
      json.writeFieldName("cause");
      DecisionJson.write(json, alert.cause());
    }
    json.writeEndObject();
  }

  /**
   * Reads what {@link #write} wrote; unknown fields are ignored.
   *
   * @throws IllegalArgumentException if the bytes are no alert; the message says which field
   */
  public static Alert read(byte[] json) {
    JsonFields fields = JsonFields.parse("alert", json);
    return new Alert(
        fields.text("incidentId"),
        fields.whole("sequence"),
        fields.oneOf("state", AlertState.values(), AlertState::text),
        fields.oneOf("severity", Severity.values(), Severity::text),
        fields.text("detectorName"),
        fields.dimensions("dimensionList"),
        fields.texts("routes"),
        fields.time("time"),
        fields.time("startTime"),
        fields.time("endTime"),
        fields.whole("anomalies"),
        fields.whole("seriesCount"),
        fields.number("anomalyScore"),
        fields.list("series", "an array of series", AlertJson::series),
        fields.isPresent("cause") ? DecisionJson.read(fields.object("cause")) : null);
  }

  private static AffectedSeries series(JsonFields fields) {
    return new AffectedSeries(
        fields.whole("anomalies"),
        fields.time("startTime"),
        DecisionJson.read(fields.object("strongest")));
  }
}
