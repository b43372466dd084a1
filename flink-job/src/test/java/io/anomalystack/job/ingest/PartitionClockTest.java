package io.anomalystack.job.ingest;

import static io.anomalystack.job.ingest.PartitionClock.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionClockTest {
  private static final long LEAP = 1_000;
  private static final long START = 1_000_000;
  private static final long FAR = START + 5_000_000;

  private final PartitionClock clock = new PartitionClock(LEAP, UNKNOWN, UNKNOWN);

  @Test
  void knowsNothingAtFirst() {
    assertThat(clock.now()).isEqualTo(UNKNOWN);
    assertThat(clock.newest()).isEqualTo(UNKNOWN);
  }

  @Test
  void followsRecordsThatAreInOrder() {
    observe(START, START + 10, START + 20);

    assertThat(clock.now()).isEqualTo(START + 20);
    assertThat(clock.newest()).isEqualTo(START + 20);
  }

  @Test
  void doesNotGoBackForRecordsOutOfOrder() {
    observe(START, START + 900, START + 100, START - 50_000);

    assertThat(clock.now()).isEqualTo(START + 900);
  }

  @Test
  void believesALeapOfExactlyTheBoundAtOnceAndOneMillisecondMoreNot() {
    observe(START, START, START + LEAP);
    assertThat(clock.now()).isEqualTo(START + LEAP);

    observe(START + 2 * LEAP + 1);
    assertThat(clock.now()).isEqualTo(START + LEAP);
    assertThat(clock.newest()).isEqualTo(START + 2 * LEAP + 1);
  }

  @Test
  void believesTheFirstRecordWithTheSecond() {
    observe(START);
    assertThat(clock.now()).isEqualTo(UNKNOWN);
    assertThat(clock.newest()).isEqualTo(START);

    observe(START + 5);
    assertThat(clock.now()).isEqualTo(START + 5);
  }

  @Test
  void ignoresOneRecordFarAheadAmongOthers() {
    observe(START, START + 1, FAR, START + 2, START + 3);

    assertThat(clock.now()).isEqualTo(START + 3);
    assertThat(clock.newest()).isEqualTo(START + 3);
  }

  @Test
  void ignoresOneRecordFarAheadThatComesFirst() {
    observe(FAR, START);
    assertThat(clock.now()).isEqualTo(START);

    observe(START + 1);
    assertThat(clock.now()).isEqualTo(START + 1);
    assertThat(clock.newest()).isEqualTo(START + 1);
  }

  @Test
  void ignoresOneRecordFarAheadThatComesSecond() {
    observe(START, FAR, START + 1, START + 2);

    assertThat(clock.now()).isEqualTo(START + 2);
    assertThat(clock.newest()).isEqualTo(START + 2);
  }

  @Test
  void ignoresStrayRecordsThatComeNowAndThen() {
    for (int i = 0; i < 50; i++) {
      observe(START + i, FAR + i * 10_000L, START + i);
    }

    assertThat(clock.now()).isEqualTo(START + 49);
  }

  @Test
  void believesATrueGapWithItsSecondRecord() {
    observe(START, START + 1, FAR);
    assertThat(clock.now()).isEqualTo(START + 1);

    observe(FAR + 7);
    assertThat(clock.now()).isEqualTo(FAR + 7);
  }

  @Test
  void believesTheLesserOfTwoLeapsThatDisagree() {
    observe(START, START + 1, FAR + 50 * LEAP, FAR);

    assertThat(clock.now()).isEqualTo(FAR);
    assertThat(clock.unconfirmed()).isEqualTo(FAR + 50 * LEAP);
  }

  @Test
  void believesALeapThatTheNextRecordBringsWithinReach() {
    observe(START, START, START + LEAP + 500);
    assertThat(clock.now()).isEqualTo(START);

    observe(START + 500);
    assertThat(clock.now()).isEqualTo(START + LEAP + 500);
  }

  @Test
  void followsASparsePartitionOneRecordBehind() {
    for (int i = 0; i < 10; i++) {
      observe(START + i * (10 * LEAP));
    }

    assertThat(clock.now()).isEqualTo(START + 80 * LEAP);
    assertThat(clock.newest()).isEqualTo(START + 90 * LEAP);
  }

  @Test
  void lastRecordFarAheadIsTheNewestForWantOfAContradiction() {
    observe(START, START + 1, FAR);

    assertThat(clock.newest()).isEqualTo(FAR);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void isTheSameWhereverItWasSavedAndRestored(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    PartitionClock straight = new PartitionClock(LEAP, UNKNOWN, UNKNOWN);
    PartitionClock restored = new PartitionClock(LEAP, UNKNOWN, UNKNOWN);
    for (long time : anyTimes(random)) {
      if (random.nextInt(3) == 0) {
        restored = new PartitionClock(LEAP, restored.now(), restored.unconfirmed());
      }
      straight.observe(time);
      restored.observe(time);

      assertThat(restored.now()).isEqualTo(straight.now());
      assertThat(restored.newest()).isEqualTo(straight.newest());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void neverGoesBackNorBeyondWhatItSaw(long seed) {
    long before = UNKNOWN;
    long greatest = UNKNOWN;
    for (long time : anyTimes(new SplittableRandom(seed))) {
      clock.observe(time);
      greatest = Math.max(greatest, time);

      assertThat(clock.now()).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(greatest);
      assertThat(clock.newest()).isBetween(clock.now(), greatest);
      before = clock.now();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void straysBetweenGoodRecordsChangeNothingOnceTheNextGoodOneIsIn(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    PartitionClock withStrays = new PartitionClock(LEAP, UNKNOWN, UNKNOWN);
    long time = START;
    for (int i = 0; i < 500; i++) {
      time += random.nextLong(LEAP / 2);
      long good = time - random.nextLong(LEAP / 4);
      // The first good record is believed with the second: a stray between them stands for it.
      if (i > 0 && random.nextInt(4) == 0) {
        withStrays.observe(FAR + random.nextLong(FAR));
      }
      clock.observe(good);
      withStrays.observe(good);

      if (i > 0) {
        assertThat(withStrays.now()).isEqualTo(clock.now());
      }
    }
  }

  private void observe(long... times) {
    for (long time : times) {
      clock.observe(time);
    }
  }

  /** In order or not, with strays and gaps. */
  private static List<Long> anyTimes(SplittableRandom random) {
    List<Long> times = new ArrayList<>();
    long time = START;
    for (int i = 0; i < 1_000; i++) {
      switch (random.nextInt(12)) {
        case 0 -> times.add(time + random.nextLong(20 * LEAP));
        case 1 -> times.add(time - random.nextLong(20 * LEAP));
        case 2 -> times.add(time += random.nextLong(5 * LEAP));
        default -> times.add(time += random.nextLong(LEAP / 10));
      }
    }
    return times;
  }
}
