package io.anomalystack.cloudformation.guard;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * What may break a rule, and why. All of them stand in {@code guard-exceptions.yaml}.
 *
 * @param of the resource's or the parameter's name
 * @param what as the finding says it
 */
record GuardException(String template, String rule, String of, String what, String why) {

  static List<GuardException> all() throws IOException {
    try (InputStream file = GuardException.class.getResourceAsStream("/guard-exceptions.yaml")) {
      return new YAMLMapper().readValue(file, new TypeReference<>() {});
    }
  }

  boolean covers(Guard.Finding finding) {
    return template.equals(finding.template())
        && rule.equals(finding.rule())
        && of.equals(finding.of())
        && what.equals(finding.what());
  }
}
