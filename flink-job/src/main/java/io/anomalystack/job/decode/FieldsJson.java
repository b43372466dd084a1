package io.anomalystack.job.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.anomalystack.job.decode.Fields.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes what is known of a point by itself, where the record that held it holds others too: with
 * each of a thousand points the whole record would go through the job a thousand times.
 */
final class FieldsJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int TYPICAL_SIZE = 256;

  private FieldsJson() {}

  static byte[] write(FieldSet set, Fields fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(TYPICAL_SIZE);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      for (int slot = 0; slot < set.size(); slot++) {
        if (fields.kind(slot) != Kind.ABSENT) {
          json.writeFieldName(set.name(slot));
          write(json, fields.kind(slot), fields.text(slot));
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void write(JsonGenerator json, Kind kind, String text) throws IOException {
    switch (kind) {
      case NUMBER -> {
        if (Double.isFinite(Double.parseDouble(text))) {
          json.writeNumber(text);
        } else {
          json.writeString(text);
        }
      }
      case BOOLEAN -> json.writeBoolean(Boolean.parseBoolean(text));
      case NESTED -> json.writeString("…");
      default -> json.writeString(text);
    }
  }
}
