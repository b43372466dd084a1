package io.anomalystack.job.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoInstantTest {
  private static final long FIRST = Instant.parse("1900-01-01T00:00:00Z").toEpochMilli();
  private static final long LAST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void readsEveryInstantAsJavaTimeDoes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 50_000; i++) {
      long millis = random.nextLong(FIRST, LAST + 1);
      millis -= random.nextBoolean() ? Math.floorMod(millis, 1_000L) : 0;
      String text = Instant.ofEpochMilli(millis).toString();

      assertThat(IsoInstant.isPlain(text)).as(text).isTrue();
      assertThat(IsoInstant.epochMillis(text)).as(text).isEqualTo(millis);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {4, 5, 6})
  void acceptsAndRefusesWhatJavaTimeDoes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      String decimals = "0123456789".substring(0, random.nextInt(4));
      String text =
          "%04d-%02d-%02dT%02d:%02d:%02d%sZ"
              .formatted(
                  random.nextInt(1900, 2101),
                  random.nextInt(14),
                  random.nextInt(27, 33) % 32,
                  random.nextInt(26),
                  random.nextInt(50, 62),
                  random.nextInt(50, 62),
                  decimals.isEmpty() ? "" : "." + decimals);

      assertThat(IsoInstant.isPlain(text)).as(text).isTrue();
      assertThat(IsoInstant.epochMillis(text)).as(text).isEqualTo(javaTime(text));
    }
  }

  @Test
  void leavesEveryOtherShapeToTheFormatter() {
    for (String text :
        new String[] {
          "",
          "Z",
          "2024-08-29T13:35:12",
          "2024-08-29T13:35:12.Z",
          "2024-08-29T13:35:12.1234Z",
          "2024-08-29T13:35:12z",
          "2024-08-29t13:35:12Z",
          "2024-08-29 13:35:12Z",
          "2024-08-29T13:35:1٢Z",
          "+024-08-29T13:35:12Z",
          "0024-08-29T13:35:12Z",
          "2024-08-29T13:35:12,250Z",
          "2024/08/29T13:35:12Z"
        }) {
      assertThat(IsoInstant.isPlain(text)).as(text).isFalse();
    }
  }

  private static long javaTime(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      return IsoInstant.INVALID;
    }
  }
}
