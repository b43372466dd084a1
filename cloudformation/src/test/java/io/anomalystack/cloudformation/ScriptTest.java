package io.anomalystack.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By <a href="https://www.shellcheck.net">ShellCheck</a>, which knows the traps of the shell. */
class ScriptTest {
  @ParameterizedTest
  @ValueSource(strings = {"deploy", "src/test/resources/recording-aws"})
  void shellCheckFindsNothing(String script) throws Exception {
    Process process;
    try {
      process = new ProcessBuilder("shellcheck", script).redirectErrorStream(true).start();
    } catch (IOException e) {
      String why = "no shellcheck on the PATH";
      if ("true".equals(System.getenv("CI"))) {
        fail("in CI, but " + why);
      }
      System.out.println("ScriptTest is left out: " + why);
      Assumptions.abort(why);
      return;
    }
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEmpty();
    assertThat(process.waitFor()).isZero();
  }
}
