package io.anomalystack.cloudformation.guard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/** All rules. */
final class Guard {
  static final List<Rule> RULES =
      Stream.of(PolicyRules.ALL, EncryptionRules.ALL, KeepingRules.ALL, SecretRules.ALL)
          .flatMap(List::stream)
          .toList();

  private Guard() {}

  /**
   * What breaks a rule in a template.
   *
   * @param rule the rule's name
   * @param of the resource's or the parameter's name
   */
  record Finding(String template, String rule, String of, String what) {
    @Override
    public String toString() {
      return "%s: %s: %s %s".formatted(template, rule, of, what);
    }
  }

  static List<Finding> findings(String name, JsonNode template) {
    List<Resource> resources = Resource.of(template);
    return RULES.stream()
        .flatMap(
            rule ->
                rule.check()
                    .problems(template, resources)
                    .map(problem -> new Finding(name, rule.name(), problem.of(), problem.what())))
        .toList();
  }
}
