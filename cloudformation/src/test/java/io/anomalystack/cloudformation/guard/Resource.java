package io.anomalystack.cloudformation.guard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A resource of a template.
 *
 * @param name its logical id
 * @param type such as {@code AWS::S3::Bucket}
 * @param node all of it, with functions
 */
record Resource(String name, String type, JsonNode node) {

  /** All resources of a template; of {@code Fn::ForEach} what it repeats, once. */
  static List<Resource> of(JsonNode template) {
    List<Resource> resources = new ArrayList<>();
    add(template.path("Resources"), resources);
    return resources;
  }

  private static void add(JsonNode named, List<Resource> into) {
    for (Map.Entry<String, JsonNode> entry : named.properties()) {
      if (entry.getKey().startsWith("Fn::ForEach::")) {
        add(entry.getValue().get(2), into);
      } else {
        into.add(
            new Resource(entry.getKey(), entry.getValue().path("Type").asText(), entry.getValue()));
      }
    }
  }

  JsonNode properties() {
    return node.path("Properties");
  }

  boolean has(String... pointers) {
    for (String pointer : pointers) {
      if (properties().at(pointer).isMissingNode()) {
        return false;
      }
    }
    return true;
  }

  /** Whether a value anywhere in it refers to a resource. */
  boolean refersTo(String resource) {
    return refers(properties(), resource);
  }

  private static boolean refers(JsonNode node, String resource) {
    if (node.path("Ref").asText().equals(resource)
        || node.path("Fn::GetAtt").asText().startsWith(resource + ".")
        || node.path("Fn::Sub").toString().matches(".*\\$\\{" + resource + "[.}].*")) {
      return true;
    }
    for (JsonNode child : node) {
      if (refers(child, resource)) {
        return true;
      }
    }
    return false;
  }
}
