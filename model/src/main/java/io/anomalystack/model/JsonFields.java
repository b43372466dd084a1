package io.anomalystack.model;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The fields of a written record, each checked for its JSON type as it is taken. */
final class JsonFields {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final String path;
  private final JsonNode object;

  private JsonFields(String path, JsonNode object) {
    this.path = path;
    this.object = object;
  }

  /**
   * The fields of a JSON object.
   *
   * @param what the record as messages name it
   * @throws IllegalArgumentException if the bytes are no JSON object
   */
  static JsonFields parse(String what, byte[] json) {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException(what + ": not JSON: " + e.getMessage(), e);
    }
    if (!tree.isObject()) {
      throw new IllegalArgumentException(what + ": expected a JSON object, was " + tree);
    }
    return new JsonFields("", tree);
  }

  String text(String name) {
    JsonNode value = object.path(name);
    if (!value.isTextual()) {
      throw wrong(name, "a string");
    }
    return value.textValue();
  }

  String textOrNull(String name) {
    return isPresent(name) ? text(name) : null;
  }

  double number(String name) {
    JsonNode value = object.path(name);
    // JSON's 1e400 is a number, too, and no double.
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw wrong(name, "a number");
    }
    return value.doubleValue();
  }

  Double numberOrNull(String name) {
    return isPresent(name) ? number(name) : null;
  }

  boolean isPresent(String name) {
    JsonNode value = object.path(name);
    return !value.isMissingNode() && !value.isNull();
  }

  long whole(String name) {
    JsonNode value = object.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(name, "a whole number");
    }
    return value.longValue();
  }

  Long wholeOrNull(String name) {
    return isPresent(name) ? whole(name) : null;
  }

  int zeroOrOne(String name) {
    long value = whole(name);
    if (value != 0 && value != 1) {
      throw wrong(name, "0 or 1");
    }
    return (int) value;
  }

  /** False where absent, as flags are written only when true. */
  boolean flag(String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw wrong(name, "true or false");
    }
    return value.booleanValue();
  }

  long time(String name) {
    try {
      return UtcSeconds.parse(text(name));
    } catch (DateTimeException e) {
      throw wrong(name, "a time like '2024-08-29 13:35:00'");
    }
  }

  Long timeOrNull(String name) {
    return isPresent(name) ? time(name) : null;
  }

  /** One of an enum's constants by its text on the wire. */
  <E> E oneOf(String name, E[] constants, Function<E, String> wireText) {
    String text = text(name);
    for (E constant : constants) {
      if (wireText.apply(constant).equals(text)) {
        return constant;
      }
    }
    throw wrong(
        name, "one of " + String.join(", ", Arrays.stream(constants).map(wireText).toList()));
  }

  /** The texts of an array. */
  List<String> texts(String name) {
    JsonNode values = object.path(name);
    if (!values.isArray()) {
      throw wrong(name, "an array of strings");
    }
    List<String> texts = new ArrayList<>(values.size());
    for (JsonNode value : values) {
      if (!value.isTextual()) {
        throw wrong(name, "an array of strings");
      }
      texts.add(value.textValue());
    }
    return texts;
  }

  /** The fields of an object within this one. */
  JsonFields object(String name) {
    JsonNode value = object.path(name);
    if (!value.isObject()) {
      throw wrong(name, "an object");
    }
    return new JsonFields(path + name + ".", value);
  }

  List<Dimension> dimensions(String name) {
    String expected = "an array of dimensions";
    if (!isPresent(name)) {
      throw wrong(name, expected);
    }
    return list(name, expected, fields -> new Dimension(fields.text("name"), fields.text("value")));
  }

  /** The objects of an array, none where it is absent. */
  <T> List<T> list(String name, String expected, Function<JsonFields, T> reader) {
    if (!isPresent(name)) {
      return List.of();
    }
    JsonNode values = object.path(name);
    if (!values.isArray()) {
      throw wrong(name, expected);
    }
    List<T> items = new ArrayList<>(values.size());
    for (JsonNode value : values) {
      items.add(reader.apply(new JsonFields(path + name + "[" + items.size() + "].", value)));
    }
    return List.copyOf(items);
  }

  private IllegalArgumentException wrong(String name, String expected) {
    JsonNode value = object.path(name);
    return new IllegalArgumentException(
        path
            + name
            + ": expected "
            + expected
            + ", was "
            + (value.isMissingNode() ? "absent" : value.toString()));
  }
}
