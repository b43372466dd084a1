package io.anomalystack.model.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.anomalystack.model.config.ConfigNode.Entry;
import io.anomalystack.model.config.ConfigNode.Mapping;
import io.anomalystack.model.config.ConfigNode.Position;
import io.anomalystack.model.config.ConfigNode.Scalar;
import io.anomalystack.model.config.ConfigNode.Sequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads JSON into the same tree as YAML. */
final class JsonConfig {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonParser parser;

  private JsonConfig(JsonParser parser) {
    this.parser = parser;
  }

  static ConfigNode read(String text) throws ConfigSyntaxException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new ConfigSyntaxException(Position.START, "expected JSON, was nothing", null);
      }
      ConfigNode root = new JsonConfig(parser).convert();
      if (parser.nextToken() != null) {
        throw new ConfigSyntaxException(
            position(parser.currentTokenLocation()), "expected the end of the file", null);
      }
      return root;
    } catch (JsonProcessingException e) {
      throw new ConfigSyntaxException(position(e.getLocation()), e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  /** Converts the value that begins at the parser's current token, and stops at its last. */
  private ConfigNode convert() throws IOException {
    Position position = position(parser.currentTokenLocation());
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      List<Entry> entries = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        ConfigNode key = convert();
        parser.nextToken();
        entries.add(new Entry(key, convert()));
      }
      return new Mapping(entries, position);
    }
    if (token == JsonToken.START_ARRAY) {
      List<ConfigNode> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(convert());
      }
      return new Sequence(items, position);
    }
    return new Scalar(parser.getText(), token == JsonToken.VALUE_NULL, position);
  }

  private static Position position(JsonLocation location) {
    return location == null
        ? Position.START
        : new Position(location.getLineNr(), location.getColumnNr());
  }
}
