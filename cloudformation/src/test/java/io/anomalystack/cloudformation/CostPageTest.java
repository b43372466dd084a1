package io.anomalystack.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What docs/cost.md takes from the templates. */
class CostPageTest {
  @Test
  void defaultsAreThoseOfTheTemplate() throws Exception {
    String page = Files.readString(Path.of("../docs/cost.md"));
    JsonNode parameters = Template.read("stack.yaml").functions().path("Parameters");

    assertThat(page)
        .contains("| %,d (default) |".formatted(parameters.at("/LiveModels/Default").asInt()))
        .contains("one task a KPU");
    assertThat(parameters.at("/Parallelism/Default").asInt()).isEqualTo(1);
    assertThat(parameters.at("/ParallelismPerKpu/Default").asInt()).isEqualTo(1);
  }
}
