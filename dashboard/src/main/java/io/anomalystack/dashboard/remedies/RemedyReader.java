package io.anomalystack.dashboard.remedies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Reads a record of the remedies' audit, by what the page shows of it. */
final class RemedyReader {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private RemedyReader() {}

  /** The record of a line; null if it is none: id, name, state or time are missing. */
  static Remedy read(byte[] line) {
    JsonNode fields;
    try {
      fields = MAPPER.readTree(line);
    } catch (IOException e) {
      return null;
    }
    String id = text(fields, "remedyId");
    String name = text(fields, "name");
    String state = text(fields, "state");
    Long time = time(fields.path("time"));
    if (id == null || name == null || state == null || time == null) {
      return null;
    }
    String action = text(fields, "action");
    return new Remedy(
        id,
        name,
        action == null ? name : action,
        target(fields.path("target")),
        state,
        text(fields, "reason"),
        text(fields, "detectorName"),
        fields.path("dryRun").asBoolean(false),
        fields.path("recoverable").asBoolean(false),
        time,
        time);
  }

  private static String text(JsonNode fields, String name) {
    String text = fields.path(name).textValue();
    return text == null || text.isBlank() ? null : text;
  }

  /** A name by itself, or that of a dimension with its value. */
  private static String target(JsonNode target) {
    if (target.isObject()) {
      String name = text(target, "name");
      String value = text(target, "value");
      return name == null || value == null ? value : name + " " + value;
    }
    return target.isValueNode() && !target.isNull() ? target.asText() : null;
  }

  /** Epoch milliseconds, or a time in UTC as decisions have it, or as in ISO 8601. */
  private static Long time(JsonNode time) {
    if (time.isIntegralNumber()) {
      return time.longValue();
    }
    String text = time.asText("");
    try {
      return text.contains("T")
          ? Instant.parse(text).toEpochMilli()
          : LocalDateTime.parse(text, SECONDS).toInstant(ZoneOffset.UTC).toEpochMilli();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
