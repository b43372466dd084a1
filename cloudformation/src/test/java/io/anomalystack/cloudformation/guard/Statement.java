package io.anomalystack.cloudformation.guard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A statement of a policy, wherever in a resource the policy stands. */
record Statement(JsonNode node) {

  static Stream<Statement> of(Resource resource) {
    List<Statement> found = new ArrayList<>();
    for (JsonNode statements : resource.node().findValues("Statement")) {
      add(statements, found);
    }
    return found.stream();
  }

  private static void add(JsonNode node, List<Statement> into) {
    if (node.has("Effect")) {
      into.add(new Statement(node));
    } else {
      // A list, or the branches of a condition.
      node.forEach(child -> add(child, into));
    }
  }

  boolean allows() {
    return node.path("Effect").asText().equals("Allow");
  }

  boolean has(String element) {
    return node.has(element);
  }

  /** Whether it forbids what does not come by TLS. */
  boolean onlyByTls() {
    return node.path("Effect").asText().equals("Deny")
        && node.at("/Condition/Bool/aws:SecureTransport").asText().equals("false");
  }

  /** The values of an element, such as Action, each as text; {@code ${…}} is what varies. */
  List<String> values(String element) {
    List<String> values = new ArrayList<>();
    addValues(node.path(element), values);
    return values;
  }

  private static void addValues(JsonNode node, List<String> into) {
    if (node.isArray()) {
      node.forEach(value -> addValues(value, into));
    } else if (node.has("Fn::If")) {
      addValues(node.at("/Fn::If/1"), into);
      addValues(node.at("/Fn::If/2"), into);
    } else if (node.isObject() && !isFunction(node)) {
      // Principals by kind.
      node.forEach(value -> addValues(value, into));
    } else if (!node.isMissingNode()) {
      into.add(text(node));
    }
  }

  private static boolean isFunction(JsonNode node) {
    String name = node.fieldNames().hasNext() ? node.fieldNames().next() : "";
    return name.equals("Ref") || name.startsWith("Fn::");
  }

  private static String text(JsonNode node) {
    if (node.has("Fn::Sub")) {
      JsonNode sub = node.get("Fn::Sub");
      return sub.isArray() ? sub.get(0).asText() : sub.asText();
    }
    if (node.has("Fn::Join") && node.at("/Fn::Join/1").isArray()) {
      List<String> parts = new ArrayList<>();
      node.at("/Fn::Join/1").forEach(part -> parts.add(text(part)));
      return String.join(node.at("/Fn::Join/0").asText(), parts);
    }
    return node.isValueNode() ? node.asText() : "${value}";
  }
}
