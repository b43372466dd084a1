package io.anomalystack.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Run with {@code -Dupdate}, this writes the page instead of comparing it. */
class ParametersPageTest {
  private static final Path PAGE = Path.of("../docs/stack-parameters.md");

  @Test
  void pageSaysWhatTheTemplateSays() throws Exception {
    String expected = page();
    if (System.getProperty("update") != null) {
      Files.writeString(PAGE, expected);
    }

    assertThat(Files.readString(PAGE))
        .as("%s; -Dupdate writes what is expected", PAGE)
        .isEqualTo(expected);
  }

  private static String page() throws IOException {
    JsonNode stack = Template.read("stack.yaml").functions();
    StringBuilder page =
        new StringBuilder(
            """
            # The parameters of the stack

            Of `cloudformation/stack.yaml`, as its form groups them; written from there.
            """);
    for (JsonNode group : stack.at("/Metadata/AWS::CloudFormation::Interface/ParameterGroups")) {
      page.append("\n## %s\n\n".formatted(group.at("/Label/default").asText()))
          .append("| parameter | default | |\n|---|---|---|\n");
      for (JsonNode name : group.path("Parameters")) {
        JsonNode parameter = stack.path("Parameters").path(name.asText());
        page.append(
            "| `%s` | %s | %s |\n"
                .formatted(
                    name.asText(),
                    shown(parameter.path("Default")),
                    parameter.path("Description").asText().strip().replace("|", "\\|")));
      }
    }
    return page.toString();
  }

  private static String shown(JsonNode value) {
    if (value.isMissingNode()) {
      return "**required**";
    }
    return value.asText().isEmpty() ? "empty" : "`" + value.asText() + "`";
  }
}
