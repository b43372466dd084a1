package io.anomalystack.model.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "0s, PT0S",
    "30s, PT30S",
    "5m, PT5M",
    "1h, PT1H",
    "1d, PT24H",
    "1h30m, PT1H30M",
    "1d1h1m1s1ms, PT25H1M1.001S"
  })
  void readsAndWrites(String text, Duration duration) {
    assertThat(DurationText.parse(text)).contains(duration);
    assertThat(DurationText.format(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"90s, 1m30s", "0d, 0s", "1000ms, 1s", "48h, 2d", "1w, 7d", "1w1d1h, 8d1h"})
  void writesDaysAndWhatIsShorter(String text, String written) {
    assertThat(DurationText.parse(text).map(DurationText::format)).contains(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "m",
        "minute",
        "1 m",
        "-1m",
        "1.5h",
        "30m1h",
        "1m1m",
        "1M",
        "PT1M",
        "1d1w",
        "١m",
        "99999999999999999999d"
      })
  void refusesWhatIsNoDuration(String text) {
    assertThat(DurationText.parse(text)).isEmpty();
  }
}
