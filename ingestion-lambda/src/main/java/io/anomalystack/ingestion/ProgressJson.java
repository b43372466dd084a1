package io.anomalystack.ingestion;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A progress as it is kept; a version that is not this one is refused, never guessed at. */
public final class ProgressJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final String VERSION = "1";

  private ProgressJson() {}

  /** One JSON object. */
  public static byte[] write(Progress progress) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("version", VERSION);
      if (progress.identity().system().isPresent()) {
        json.writeStringField("system", progress.identity().system().get());
      }
      json.writeStringField("database", progress.identity().database());
      json.writeStringField("table", progress.identity().table());
      json.writeStringField("order", progress.identity().order());
      writeHorizon(json, "done", progress.done());
      writeHorizon(json, "target", progress.target());
      if (progress.after().isPresent()) {
        json.writeStringField("after", progress.after().get().order());
        json.writeArrayFieldStart("afterKey");
        for (String part : progress.after().get().key()) {
          json.writeString(part);
        }
        json.writeEndArray();
      }
      json.writeStringField("rows", Long.toString(progress.rows()));
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  private static void writeHorizon(JsonGenerator json, String name, Optional<Horizon> horizon)
      throws IOException {
    if (horizon.isPresent()) {
      json.writeStringField(name, horizon.get().position());
      json.writeStringField(name + "At", horizon.get().at().toString());
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IngestionException if it is not that
   */
  public static Progress read(byte[] json) {
    Map<String, String> texts = new HashMap<>();
    List<String> key = new ArrayList<>();
    try (JsonParser parser = FACTORY.createParser(json)) {
      readInto(parser, texts, key);
      return progress(texts, key);
    } catch (IOException | RuntimeException e) {
      throw new IngestionException(
          "what is kept as progress cannot be read; was it written by a later version? "
              + "Its version is '"
              + texts.get("version")
              + "', this one reads '"
              + VERSION
              + "'",
          e);
    }
  }

  private static void readInto(JsonParser parser, Map<String, String> texts, List<String> key)
      throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("no JSON object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken() == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          key.add(parser.getText());
        }
      } else {
        texts.put(name, parser.getText());
      }
    }
  }

  private static Progress progress(Map<String, String> texts, List<String> key) {
    if (!VERSION.equals(texts.get("version"))) {
      throw new IllegalArgumentException("another version");
    }
    Identity identity =
        new Identity(
            Optional.ofNullable(texts.get("system")),
            required(texts, "database"),
            required(texts, "table"),
            required(texts, "order"));
    return new Progress(
        identity,
        horizon(texts, "done"),
        horizon(texts, "target"),
        Optional.ofNullable(texts.get("after")).map(order -> new Position(order, key)),
        Long.parseLong(required(texts, "rows")));
  }

  private static Optional<Horizon> horizon(Map<String, String> texts, String name) {
    return Optional.ofNullable(texts.get(name))
        .map(position -> new Horizon(position, Instant.parse(required(texts, name + "At"))));
  }

  private static String required(Map<String, String> texts, String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return text;
  }
}
