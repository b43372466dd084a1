package io.anomalystack.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedShuffleTest {
  private static final List<String> LINES =
      AnyBooks.BUNDLED.withLength(Duration.ofHours(2)).lines().toList();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void noRecordComesAfterOneNewerByMoreThanTheBound(long seed) {
    long bound = 30_000;

    List<String> shuffled = BoundedShuffle.shuffle(LINES, AnyBooks::timeOf, bound, seed);

    assertThat(shuffled).isNotEqualTo(LINES).containsExactlyInAnyOrderElementsOf(LINES);
    assertThat(greatestLag(shuffled)).isBetween(bound / 2, bound);
  }

  @Test
  void sameSeedMakesTheSameOrder() {
    assertThat(BoundedShuffle.shuffle(LINES, AnyBooks::timeOf, 5_000, 9))
        .isEqualTo(BoundedShuffle.shuffle(LINES, AnyBooks::timeOf, 5_000, 9))
        .isNotEqualTo(BoundedShuffle.shuffle(LINES, AnyBooks::timeOf, 5_000, 10));
  }

  @Test
  void boundOfZeroKeepsTheOrder() {
    assertThat(BoundedShuffle.shuffle(LINES, AnyBooks::timeOf, 0, 1)).isEqualTo(LINES);
  }

  private static long greatestLag(List<String> lines) {
    long newest = Long.MIN_VALUE;
    long greatest = 0;
    for (String line : lines) {
      long time = AnyBooks.timeOf(line);
      newest = Math.max(newest, time);
      greatest = Math.max(greatest, newest - time);
    }
    return greatest;
  }
}
