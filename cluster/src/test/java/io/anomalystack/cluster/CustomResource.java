package io.anomalystack.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Checks a FlinkDeployment by the operator's own definition of it, as Kubernetes does when it is
 * applied: {@code flinkdeployments.flink.apache.org-v1.yml} of the Flink Kubernetes Operator 1.15.0
 * (Apache License 2.0; helm/flink-kubernetes-operator/crds), the version {@code v1beta1}.
 */
final class CustomResource {
  private static final String DEFINITION = "/flinkdeployments.flink.apache.org-v1.yml.gz";

  private CustomResource() {}

  /** What is wrong with a resource: its place in it, and why. */
  static List<String> problems(Map<String, Object> resource) throws IOException {
    Map<String, Object> definition;
    try (InputStream file =
        new GZIPInputStream(CustomResource.class.getResourceAsStream(DEFINITION))) {
      LoaderOptions options = new LoaderOptions();
      options.setCodePointLimit(1 << 20);
      definition = new Yaml(new SafeConstructor(options)).load(file);
    }
    Map<String, Object> spec = DeployFiles.map(definition.get("spec"));
    Map<String, Object> version = DeployFiles.map(((List<?>) spec.get("versions")).get(0));
    List<String> problems = new ArrayList<>();
    expect(problems, "apiVersion", spec.get("group") + "/" + version.get("name"), resource);
    expect(problems, "kind", DeployFiles.map(spec.get("names")).get("kind"), resource);
    Map<String, Object> schema =
        DeployFiles.map(DeployFiles.map(version.get("schema")).get("openAPIV3Schema"));
    Map<String, Object> properties = DeployFiles.map(schema.get("properties"));
    check("spec", resource.get("spec"), DeployFiles.map(properties.get("spec")), problems);
    return problems;
  }

  private static void expect(
      List<String> problems, String name, Object value, Map<String, Object> resource) {
    if (!value.equals(resource.get(name))) {
      problems.add(name + ": must be " + value + ", was " + resource.get(name));
    }
  }

  private static void check(
      String path, Object value, Map<String, Object> schema, List<String> problems) {
    if (schema.containsKey("x-kubernetes-preserve-unknown-fields")
        || schema.containsKey("x-kubernetes-int-or-string")) {
      return;
    }
    List<?> choices = (List<?>) schema.get("enum");
    if (choices != null && !choices.contains(value)) {
      problems.add(path + ": must be one of " + choices + ", was " + value);
    }
    boolean fits =
        switch ((String) schema.get("type")) {
          case "object" -> value instanceof Map;
          case "array" -> value instanceof List;
          case "string" -> value instanceof String;
          case "boolean" -> value instanceof Boolean;
          case "integer" -> value instanceof Integer;
          case "number" -> value instanceof Number;
          default -> throw new IllegalStateException(path + ": type " + schema.get("type"));
        };
    if (!fits) {
      problems.add(path + ": must be of type " + schema.get("type") + ", was " + value);
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        check(path + "[" + i + "]", list.get(i), DeployFiles.map(schema.get("items")), problems);
      }
    } else if (value instanceof Map) {
      checkFields(path, DeployFiles.map(value), schema, problems);
    }
  }

  private static void checkFields(
      String path, Map<String, Object> value, Map<String, Object> schema, List<String> problems) {
    Map<String, Object> properties = DeployFiles.map(schema.get("properties"));
    Map<String, Object> others = DeployFiles.map(schema.get("additionalProperties"));
    value.forEach(
        (name, field) -> {
          if (properties != null && properties.containsKey(name)) {
            check(path + "." + name, field, DeployFiles.map(properties.get(name)), problems);
          } else if (others != null) {
            check(path + "." + name, field, others, problems);
          } else {
            problems.add(path + "." + name + ": unknown");
          }
        });
  }
}
