package io.anomalystack.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class RuntimePropertiesTest {
  @Test
  void withoutArgumentsAndPropertyGroupsThereIsNothing() throws Exception {
    assertThat(RuntimeProperties.load(new String[0])).isEmpty();
  }

  @Test
  void argumentsArePairsOfNameAndValue() throws Exception {
    assertThat(
            RuntimeProperties.load(
                new String[] {
                  "--bootstrap.servers", "a:9092", "--group.id", "-x", "--kafka.a", "--b"
                }))
        .containsExactly(
            entry("bootstrap.servers", "a:9092"), entry("group.id", "-x"), entry("kafka.a", "--b"));
  }

  @Test
  void laterArgumentWins() throws Exception {
    assertThat(RuntimeProperties.load(new String[] {"--a", "1", "--a", "2"}))
        .containsExactly(entry("a", "2"));
  }

  @Test
  void argumentThatIsNoPairIsRefused() {
    assertRefused("--detectors");
    assertRefused("--a", "1", "--detectors");
    assertRefused("detectors", "x");
    assertRefused("-d", "x");
  }

  private static void assertRefused(String... arguments) {
    assertThatExceptionOfType(InvalidSettingsException.class)
        .isThrownBy(() -> RuntimeProperties.load(arguments))
        .withMessageContaining("pairs of --name and value");
  }
}
