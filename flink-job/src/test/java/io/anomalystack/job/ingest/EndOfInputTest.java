package io.anomalystack.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndOfInputTest {
  private static final long EARLIEST = Instant.parse("1900-01-01T00:00:00Z").toEpochMilli();
  private static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void leastOfTheChannelsWatermarksCarriesTheNewestTimeOfAll(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 1_000; i++) {
      long least = Long.MAX_VALUE;
      long newest = PartitionClock.UNKNOWN;
      for (int channel = random.nextInt(1, 9); channel > 0; channel--) {
        long time =
            random.nextInt(4) == 0 ? PartitionClock.UNKNOWN : random.nextLong(EARLIEST, LATEST + 1);
        least = Math.min(least, EndOfInput.watermark(time));
        newest = Math.max(newest, time);
      }

      assertThat(EndOfInput.is(least)).isTrue();
      assertThat(EndOfInput.newest(least)).isEqualTo(newest);
    }
  }

  @Test
  void noWatermarkOfARecordEndsTheInput() {
    assertThat(EndOfInput.is(LATEST)).isFalse();
    assertThat(EndOfInput.is(EARLIEST)).isFalse();
    assertThat(EndOfInput.is(Long.MIN_VALUE)).isFalse();
  }

  @Test
  void flinksOwnLastWatermarkEndsAnInputOfWhichNothingIsKnown() {
    assertThat(EndOfInput.is(Long.MAX_VALUE)).isTrue();
    assertThat(EndOfInput.newest(Long.MAX_VALUE)).isEqualTo(PartitionClock.UNKNOWN);
  }

  @Test
  void channelWithoutARecordDoesNotHoldTheOthersBack() {
    long empty = EndOfInput.watermark(PartitionClock.UNKNOWN);

    assertThat(empty).isGreaterThan(EndOfInput.watermark(EARLIEST)).isLessThan(Long.MAX_VALUE);
    assertThat(EndOfInput.newest(empty)).isEqualTo(PartitionClock.UNKNOWN);
  }
}
