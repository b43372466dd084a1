package io.anomalystack.cloudformation.guard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Secrets stay in Secrets Manager: templates and settings name them. */
final class SecretRules {
  private static final Pattern SECRET =
      Pattern.compile("(?i).*(password|passwd|secret|token|api_?key|private_?key|credential)s?$");

  /** An access key's id, a private key, a password in an address or in a line of its own. */
  private static final Pattern LOOKS_SECRET =
      Pattern.compile(
          "(?is).*(AKIA[0-9A-Z]{16}|-----BEGIN|://[^/\\s:]+:[^@\\s$]+@|password\\s*[=:]\\s*[^\\s{<$]).*");

  static final List<Rule> ALL =
      List.of(
          new Rule("no-secret", (template, resources) -> parameters(template)),
          Rule.of("no-secret", "*", (resource, all) -> settings(resource)),
          Rule.of("no-secret", "*", (resource, all) -> texts(resource)));

  private SecretRules() {}

  private static Stream<Rule.Problem> parameters(JsonNode template) {
    return template.path("Parameters").properties().stream()
        .filter(parameter -> SECRET.matcher(parameter.getKey()).matches())
        .map(
            parameter ->
                new Rule.Problem(
                    parameter.getKey(), "is a parameter for a secret; take the secret's ARN"));
  }

  /** Environment variables and property groups, which many may read. */
  private static Stream<String> settings(Resource resource) {
    List<Map.Entry<String, JsonNode>> settings = new ArrayList<>();
    settings.addAll(resource.properties().at("/Environment/Variables").properties());
    for (JsonNode map : resource.properties().findValues("PropertyMap")) {
      settings.addAll(map.properties());
    }
    return settings.stream()
        .filter(
            setting ->
                SECRET.matcher(setting.getKey()).matches()
                    || setting.getValue().toString().contains("{{resolve:"))
        .map(setting -> "has a secret in the setting " + setting.getKey());
  }

  private static Stream<String> texts(Resource resource) {
    return LOOKS_SECRET.matcher(resource.node().toString()).matches()
        ? Stream.of("has what looks like a secret in it")
        : Stream.empty();
  }
}
