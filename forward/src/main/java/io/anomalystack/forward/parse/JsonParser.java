package io.anomalystack.forward.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.anomalystack.forward.parse.Parsed.Metrics;
import io.anomalystack.forward.parse.Parsed.Other;
import io.anomalystack.forward.parse.Parsed.Unreadable;
import java.util.ArrayList;

/**
 * JSON Lines, passed on as they are. Python writes numbers that are not finite as {@code NaN},
 * which is no JSON: they become texts.
 */
final class JsonParser implements LineParser {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  @Override
  public Parsed parse(String line) {
    if (!line.stripLeading().startsWith("{")) {
      return new Other();
    }
    try {
      ObjectNode fields = (ObjectNode) MAPPER.readTree(line);
      return new Metrics(fields, spellOut(fields) ? null : line);
    } catch (JsonProcessingException e) {
      return new Unreadable(
          "not a JSON object: " + e.getOriginalMessage().lines().findFirst().orElse(""));
    }
  }

  /** Replaces numbers that are not finite; returns whether there were any. */
  private static boolean spellOut(JsonNode node) {
    boolean any = false;
    if (node instanceof ObjectNode object) {
      for (String name : new ArrayList<>(object.propertyStream().map(p -> p.getKey()).toList())) {
        JsonNode value = object.get(name);
        if (isNotFinite(value)) {
          object.set(name, TextNode.valueOf(value.asText()));
          any = true;
        } else {
          any |= spellOut(value);
        }
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode value = array.get(i);
        if (isNotFinite(value)) {
          array.set(i, TextNode.valueOf(value.asText()));
          any = true;
        } else {
          any |= spellOut(value);
        }
      }
    }
    return any;
  }

  private static boolean isNotFinite(JsonNode value) {
    return (value.isDouble() || value.isFloat()) && !Double.isFinite(value.doubleValue());
  }
}
