package io.anomalystack.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * What a template says for given parameters, as far as it follows from these: functions over
 * parameters and conditions are carried out. A resource's attribute is its name in angle brackets,
 * as {@code <Key.Arn>}.
 */
final class Evaluation {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(!?[^}]+)}");
  private static final String NO_VALUE = "AWS::NoValue";

  /** What stands for AWS's pseudo parameters. */
  private static final Map<String, String> PSEUDO =
      Map.of(
          "AWS::Partition",
          "aws",
          "AWS::Region",
          "eu-west-1",
          "AWS::AccountId",
          "111122223333",
          "AWS::StackName",
          "stack",
          NO_VALUE,
          NO_VALUE);

  private final JsonNode template;
  private final Map<String, String> parameters = new HashMap<>(PSEUDO);

  /**
   * An evaluation by the parameters' defaults.
   *
   * @param template with functions
   * @param given values of parameters without a default, and others instead of defaults
   */
  Evaluation(JsonNode template, Map<String, String> given) {
    this.template = template;
    template
        .path("Parameters")
        .properties()
        .forEach(
            parameter -> {
              JsonNode fallback = parameter.getValue().path("Default");
              if (!fallback.isMissingNode()) {
                parameters.put(parameter.getKey(), fallback.asText());
              }
            });
    parameters.putAll(given);
  }

  /** A resource's properties. */
  JsonNode properties(String resource) {
    return value(template.path("Resources").path(resource).path("Properties"));
  }

  JsonNode value(JsonNode node) {
    if (node.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      node.forEach(
          element -> {
            JsonNode value = value(element);
            if (!NO_VALUE.equals(value.asText())) {
              array.add(value);
            }
          });
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    if (node.size() == 1) {
      String function = node.fieldNames().next();
      JsonNode argument = node.get(function);
      switch (function) {
        case "Ref":
          return new TextNode(reference(argument.asText()));
        case "Fn::GetAtt":
          return new TextNode("<" + argument.asText() + ">");
        case "Fn::Sub":
          return new TextNode(substituted(argument));
        case "Fn::Join":
          List<String> parts = texts(value(argument.get(1)));
          return new TextNode(String.join(argument.get(0).asText(), parts));
        case "Fn::Split":
          ArrayNode array = JsonNodeFactory.instance.arrayNode();
          String delimiter = Pattern.quote(argument.get(0).asText());
          for (String part : value(argument.get(1)).asText().split(delimiter, -1)) {
            array.add(part);
          }
          return array;
        case "Fn::Select":
          return value(argument.get(1)).get(argument.get(0).asInt());
        case "Fn::If":
          return value(argument.get(holds(argument.get(0).asText()) ? 1 : 2));
        default:
      }
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    node.properties()
        .forEach(
            entry -> {
              JsonNode value = value(entry.getValue());
              if (!NO_VALUE.equals(value.asText())) {
                object.set(entry.getKey(), value);
              }
            });
    return object;
  }

  private boolean holds(String condition) {
    return holds(template.path("Conditions").path(condition));
  }

  private boolean holds(JsonNode condition) {
    String function = condition.fieldNames().next();
    JsonNode argument = condition.get(function);
    return switch (function) {
      case "Condition" -> holds(argument.asText());
      case "Fn::Equals" -> value(argument.get(0)).asText().equals(value(argument.get(1)).asText());
      case "Fn::Not" -> !holds(argument.get(0));
      case "Fn::Or" -> StreamSupport.stream(argument.spliterator(), false).anyMatch(this::holds);
      case "Fn::And" -> StreamSupport.stream(argument.spliterator(), false).allMatch(this::holds);
      default -> throw new IllegalArgumentException("no condition is called " + function);
    };
  }

  private String reference(String name) {
    return parameters.getOrDefault(name, "<" + name + ">");
  }

  private String substituted(JsonNode argument) {
    Map<String, String> variables = new HashMap<>();
    if (argument.isArray()) {
      argument
          .get(1)
          .properties()
          .forEach(entry -> variables.put(entry.getKey(), value(entry.getValue()).asText()));
    }
    String text = argument.isArray() ? argument.get(0).asText() : argument.asText();
    return VARIABLE
        .matcher(text)
        .replaceAll(
            match -> {
              String name = match.group(1);
              return Matcher.quoteReplacement(
                  name.startsWith("!")
                      ? "${" + name.substring(1) + "}"
                      : variables.containsKey(name) ? variables.get(name) : reference(name));
            });
  }

  private static List<String> texts(JsonNode value) {
    if (!value.isArray()) {
      // A list as a parameter: its elements with commas between.
      return List.of(value.asText().split(",", -1));
    }
    List<String> texts = new ArrayList<>();
    value.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}
