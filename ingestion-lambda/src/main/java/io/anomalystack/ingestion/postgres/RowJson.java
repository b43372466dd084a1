package io.anomalystack.ingestion.postgres;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Writes a row as a JSON object. */
final class RowJson {
  /** Kafka's producer and the job take 1 MiB with all that is around it. */
  static final int MOST_BYTES = 1_000_000;

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Pattern FINITE = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private final List<MappedField> fields;

  RowJson(List<MappedField> fields) {
    this.fields = fields;
  }

  /**
   * The row's object; of one that Kafka would not take, its longest values are left out, so that it
   * is neither lost nor in the way of all others.
   *
   * @param values of the fields, in their order; null where the column is null
   */
  byte[] write(String[] values) {
    byte[] json = writeAll(values);
    if (json.length <= MOST_BYTES) {
      return json;
    }
    String[] shorter = Arrays.copyOf(values, values.length);
    while (json.length > MOST_BYTES) {
      int longest = longest(shorter);
      if (shorter[longest] == null) {
        return "{}".getBytes(StandardCharsets.UTF_8);
      }
      shorter[longest] = null;
      json = writeAll(shorter);
    }
    return json;
  }

  private static int longest(String[] values) {
    int longest = 0;
    for (int i = 1; i < values.length; i++) {
      if (length(values[i]) > length(values[longest])) {
        longest = i;
      }
    }
    return longest;
  }

  private static int length(String value) {
    return value == null ? -1 : value.length();
  }

  private byte[] writeAll(String[] values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      for (int i = 0; i < values.length; i++) {
        if (values[i] != null) {
          json.writeFieldName(fields.get(i).name());
          write(fields.get(i), values[i], json);
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  private static void write(MappedField field, String text, JsonGenerator json) throws IOException {
    switch (field.kind()) {
      case NUMBER -> {
        // Infinity and NaN go on as text: the detector rejects them and says so.
        if (FINITE.matcher(text).matches()) {
          json.writeNumber(text);
        } else {
          json.writeString(text);
        }
      }
      case TRUTH -> json.writeBoolean(text.equals("true"));
      case TEXT -> json.writeString(text);
      case JSON -> json.writeRawValue(text);
      case INSTANT, LOCAL_TIME, DAY ->
          json.writeString(field.instant(text).map(Object::toString).orElse(text));
      default -> throw new AssertionError(field.kind());
    }
  }
}
