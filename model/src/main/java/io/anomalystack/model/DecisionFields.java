package io.anomalystack.model;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;

/** The fields of a written decision, each checked for its JSON type as it is taken. */
final class DecisionFields {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final String path;
  private final JsonNode object;

  private DecisionFields(String path, JsonNode object) {
    this.path = path;
    this.object = object;
  }

  static DecisionFields parse(byte[] json) {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("decision: not JSON: " + e.getMessage(), e);
    }
    if (!tree.isObject()) {
      throw new IllegalArgumentException("decision: expected a JSON object, was " + tree);
    }
    return new DecisionFields("", tree);
  }

  String text(String name) {
    JsonNode value = object.path(name);
    if (!value.isTextual()) {
      throw wrong(name, "a string");
    }
    return value.textValue();
  }

  double number(String name) {
    JsonNode value = object.path(name);
    if (!value.isNumber()) {
      throw wrong(name, "a number");
    }
    return value.doubleValue();
  }

  Double numberOrNull(String name) {
    return object.path(name).isMissingNode() || object.path(name).isNull() ? null : number(name);
  }

  long whole(String name) {
    JsonNode value = object.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(name, "a whole number");
    }
    return value.longValue();
  }

  Long wholeOrNull(String name) {
    return object.path(name).isMissingNode() || object.path(name).isNull() ? null : whole(name);
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

  ModelStage modelStage(String name) {
    String text = text(name);
    for (ModelStage stage : ModelStage.values()) {
      if (stage.name().equals(text)) {
        return stage;
      }
    }
    throw wrong(name, "LEARNING or INFERENCE");
  }

  List<Dimension> dimensions(String name) {
    JsonNode values = object.path(name);
    if (!values.isArray()) {
      throw wrong(name, "an array of dimensions");
    }
    List<Dimension> dimensions = new ArrayList<>(values.size());
    for (JsonNode value : values) {
      DecisionFields fields =
          new DecisionFields(path + name + "[" + dimensions.size() + "].", value);
      dimensions.add(new Dimension(fields.text("name"), fields.text("value")));
    }
    return List.copyOf(dimensions);
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
