package io.anomalystack.cloudformation;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;

/** Reads a template with its functions: {@code !Sub x} is {@code {"Fn::Sub": "x"}}, as in JSON. */
final class TaggedYaml {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private TaggedYaml() {}

  static JsonNode read(String yaml) throws IOException {
    try (YAMLParser parser = new YAMLFactory().createParser(yaml)) {
      parser.nextToken();
      return value(parser);
    }
  }

  private static JsonNode value(YAMLParser parser) throws IOException {
    String tag = parser.getTypeId();
    JsonNode plain = plain(parser);
    if (tag == null) {
      return plain;
    }
    String function = tag.replaceFirst("^!", "");
    boolean bare = function.equals("Ref") || function.equals("Condition");
    return NODES.objectNode().set(bare ? function : "Fn::" + function, plain);
  }

  private static JsonNode plain(YAMLParser parser) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT:
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          object.set(name, value(parser));
        }
        return object;
      case START_ARRAY:
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser));
        }
        return array;
      case VALUE_TRUE:
      case VALUE_FALSE:
        return NODES.booleanNode(parser.getBooleanValue());
      case VALUE_NUMBER_INT:
        return NODES.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT:
        return NODES.numberNode(parser.getDecimalValue());
      case VALUE_NULL:
        return NODES.nullNode();
      default:
        return NODES.textNode(parser.getText());
    }
  }
}
