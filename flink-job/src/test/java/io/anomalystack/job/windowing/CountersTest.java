package io.anomalystack.job.windowing;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.ingest.Sample;
import io.anomalystack.job.ingest.Sample.Counter;
import io.anomalystack.job.windowing.Accumulator.Position;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cumulative counters count by how much they grew. */
class CountersTest {
  private static final long T = 1_724_938_500_000L; // a full minute
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60_000;
  private static final long NANOS = 1_000_000;

  private static Detector increase(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of("dimensions: []", "measures: [{field: errors, aggregation: increase}]"));
    all.addAll(List.of(settings));
    return TestDetectors.sales(all.toArray(String[]::new));
  }

  private static List<String> told(Periods periods) {
    return periods.points().stream()
        .map(point -> (point.start() - T) / MINUTE + " " + point.values().get(0))
        .toList();
  }

  private static void count(Periods periods, long time, Counter counter, double value)
      throws Exception {
    periods.training(time, Sample.NO_STEP, false, counter, value);
  }

  @Test
  void firstPointSaysOnlyWhereItStandsAndAResetIsWhatCameSince() throws Exception {
    try (Periods periods = Periods.of(increase())) {
      count(periods, T, null, 100);
      count(periods, T + MINUTE, null, 105);
      count(periods, T + 2 * MINUTE, null, 3); // counts anew
      count(periods, T + 2 * MINUTE + 1, null, 4);
      periods.eventTime(T + 3 * MINUTE);

      assertThat(told(periods)).containsExactly("1 5.0", "2 4.0");
    }
  }

  @Test
  void growsByNoMoreThanANumberHolds() throws Exception {
    for (String period : new String[] {"period: 1m", "period: record"}) {
      try (Periods periods = Periods.of(increase(period))) {
        count(periods, T, null, -Double.MAX_VALUE);
        count(periods, T + MINUTE, null, Double.MAX_VALUE);
        periods.eventTime(T + 3 * MINUTE);

        assertThat(told(periods)).singleElement().asString().endsWith(" " + Double.MAX_VALUE);
      }
    }
  }

  @Test
  void counterThatSaysSinceWhenItCountsIsResetThoughItHasGrown() throws Exception {
    try (Periods periods = Periods.of(increase())) {
      count(periods, T, new Counter(1, (T - MINUTE) * NANOS), 100);
      count(periods, T + MINUTE, new Counter(1, (T + 1) * NANOS), 130);
      count(periods, T + 2 * MINUTE, new Counter(1, (T + 1) * NANOS), 131);
      periods.eventTime(T + 3 * MINUTE);

      assertThat(told(periods)).containsExactly("1 130.0", "2 1.0");
    }
  }

  @Test
  void countersOfOneSeriesAreAddedUpEachByItself() throws Exception {
    try (Periods periods =
        Periods.of(TestDetectors.sales("dimensions: []", "measures: [{field: errors}]"))) {
      for (int i = 0; i < 4; i++) {
        count(periods, T + i * MINUTE, new Counter(1, 0), 1_000 + i);
        count(periods, T + i * MINUTE + 1, new Counter(2, 0), 10 * i);
      }
      periods.eventTime(T + 4 * MINUTE);

      assertThat(told(periods)).containsExactly("1 11.0", "2 11.0", "3 11.0");
    }
  }

  @Test
  void eachRecordIsItsOwnIncrease() throws Exception {
    try (Periods periods = Periods.of(increase("period: record"))) {
      count(periods, T + 2, null, 9);
      count(periods, T + 1, null, 4);
      count(periods, T, null, 3);
      count(periods, T + 3, null, 9);
      periods.eventTime(T + MINUTE);

      assertThat(periods.points())
          .extracting(point -> point.sequence() + " " + point.values().get(0))
          .containsExactly("1 1.0", "2 5.0", "3 0.0");
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void isTheSameInAnyOrderWithinTheLatenessWhateverIsRestored(long seed) throws Exception {
    Detector detector = increase("allowedLateness: 10m");
    Random random = new Random(seed);
    List<long[]> points = new ArrayList<>();
    double[] value = new double[3];
    for (int i = 0; i < 600; i++) {
      int stream = random.nextInt(3);
      value[stream] =
          random.nextInt(50) == 0 ? random.nextInt(5) : value[stream] + random.nextInt(9);
      points.add(new long[] {T + i * SECOND, stream, (long) value[stream]});
    }
    List<String> straight = told(detector, points, null);
    List<long[]> shuffled = new ArrayList<>(points);
    Collections.shuffle(shuffled, random);

    assertThat(straight).hasSize(10);
    assertThat(told(detector, shuffled, null)).isEqualTo(straight);
    assertThat(told(detector, shuffled, random)).isEqualTo(straight);
  }

  /** Restored now and then where there is something to choose by. */
  private static List<String> told(Detector detector, List<long[]> points, Random restores)
      throws Exception {
    List<String> told = new ArrayList<>();
    Periods periods = Periods.of(detector);
    for (long[] point : points) {
      if (restores != null && restores.nextInt(100) == 0) {
        told.addAll(told(periods));
        OperatorSubtaskState saved = periods.save();
        periods.close();
        periods = Periods.restored(saved, detector);
      }
      count(periods, point[0], new Counter(point[1], 0), point[2]);
    }
    periods.eventTime(T + 60 * MINUTE);
    told.addAll(told(periods));
    periods.close();
    return told;
  }

  @Test
  void keepsSoManyCountersAndForgetsThoseNotHeardOfForLongest() {
    Counters counters = new Counters();
    for (int i = 0; i < Counters.MOST + 10; i++) {
      counters.take(new Position(T + i, 0, 0, i), 5, new Counter(-i, 0));
    }
    counters.trim();

    assertThat(counters.byStream).hasSize(Counters.MOST);
    assertThat(counters.take(new Position(T + MINUTE, 0, 0, 0), 7, new Counter(-9, 0))).isNaN();
    assertThat(counters.take(new Position(T + MINUTE, 0, 0, 0), 7, new Counter(-10, 0)))
        .isEqualTo(2);
  }
}
