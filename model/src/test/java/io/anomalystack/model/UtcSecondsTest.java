package io.anomalystack.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UtcSecondsTest {
  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 1970-01-01 00:00:00",
    "1969-12-31T23:59:59Z, 1969-12-31 23:59:59",
    "2024-02-29T12:34:56Z, 2024-02-29 12:34:56",
    "2024-12-31T23:59:59Z, 2024-12-31 23:59:59",
    "0000-01-01T00:00:00Z, 0000-01-01 00:00:00",
    "9999-12-31T23:59:59Z, 9999-12-31 23:59:59",
    "+10000-01-01T00:00:00Z, +10000-01-01 00:00:00",
    "-0001-01-01T00:00:00Z, -0001-01-01 00:00:00",
  })
  void writesAndReads(Instant instant, String text) {
    assertThat(UtcSeconds.format(instant.toEpochMilli())).isEqualTo(text);
    assertThat(UtcSeconds.parse(text)).isEqualTo(instant.toEpochMilli());
  }

  @ParameterizedTest
  @CsvSource({"999, 1970-01-01 00:00:00", "-1, 1969-12-31 23:59:59"})
  void cutsFractionsTowardsThePast(long epochMillis, String text) {
    assertThat(UtcSeconds.format(epochMillis)).isEqualTo(text);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void agreesWithTheFormatterOfTheJdk(long seed) {
    DateTimeFormatter jdk =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 1_000; i++) {
      long instant = random.nextLong(-60_000_000_000_000L, 250_000_000_000_000L);
      assertThat(UtcSeconds.format(instant)).isEqualTo(jdk.format(Instant.ofEpochMilli(instant)));
    }
  }

  @Test
  void survivesEveryLong() {
    assertThat(UtcSeconds.format(Long.MIN_VALUE)).startsWith("-292275055");
    assertThat(UtcSeconds.format(Long.MAX_VALUE)).startsWith("+292278994");
  }
}
