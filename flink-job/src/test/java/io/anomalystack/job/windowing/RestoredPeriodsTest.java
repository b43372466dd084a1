package io.anomalystack.job.windowing;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.testdata.AnyBooks;
import io.anomalystack.testdata.BoundedShuffle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must be the same after a restore, on however many tasks, and what begins anew. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // a timer could repeat without end
class RestoredPeriodsTest {
  private static final long T = 1_724_938_500_000L; // a full minute
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60_000;
  private static final long HOUR = 3_600_000;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void restoringAtAnyCutChangesNothing(long seed) throws Exception {
    Detector[] detectors = {
      TestDetectors.sales(
          "period: 10s", "missing: zero", "allowedLateness: 5s", "expireAfter: 50s"),
      TestDetectors.sales("name: each", "period: record", "allowedLateness: 2s"),
    };
    List<SoldItem> records = records(seed);
    SplittableRandom random = new SplittableRandom(seed);

    List<String> straight;
    List<String> rejectedStraight;
    try (Periods periods = Periods.of(detectors)) {
      for (SoldItem item : records) {
        feed(periods, item);
      }
      periods.endOfInput(records.get(records.size() - 1).eventTime());
      straight = periods.points().stream().map(Point::toString).toList();
      rejectedStraight = periods.rejected().stream().map(RestoredPeriodsTest::id).toList();
    }

    List<String> cut = new ArrayList<>();
    List<String> rejectedCut = new ArrayList<>();
    Periods periods = Periods.of(detectors);
    for (SoldItem item : records) {
      if (random.nextInt(60) == 0) {
        OperatorSubtaskState saved = periods.save();
        // What comes behind the checkpoint is lost with the task, and comes again.
        List<Point> points = periods.points();
        List<RejectedRecord> rejected = periods.rejected();
        feed(periods, item);
        periods.eventTime(item.eventTime() + HOUR);
        periods.close();
        points.forEach(point -> cut.add(point.toString()));
        rejected.forEach(late -> rejectedCut.add(id(late)));
        periods = Periods.restored(saved, detectors);
      }
      feed(periods, item);
    }
    periods.endOfInput(records.get(records.size() - 1).eventTime());
    periods.points().forEach(point -> cut.add(point.toString()));
    periods.rejected().forEach(late -> rejectedCut.add(id(late)));
    periods.close();

    assertThat(bySeries(cut)).isEqualTo(bySeries(straight));
    assertThat(rejectedCut).isEqualTo(rejectedStraight).isNotEmpty();
  }

  @Test
  void eventTimeIsRestoredOnEveryTaskOfALargerJob() throws Exception {
    Detector detector = TestDetectors.sales("maxSeries: 100000");
    OperatorSubtaskState saved;
    try (Periods periods = Periods.of(detector)) {
      for (int i = 0; i < 40; i++) {
        periods.record("item-" + i, T, i);
      }
      periods.eventTime(T + 30 * SECOND);
      saved = periods.save();
    }
    List<String> told = new ArrayList<>();
    for (int subtask = 0; subtask < 3; subtask++) {
      OperatorSubtaskState share =
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              saved, Periods.MAX_PARALLELISM, 1, 3, subtask);
      try (Periods periods = Periods.restoredOnOneOf(3, subtask, share, detector)) {
        periods.eventTime(T + 20 * SECOND);
        assertThat(periods.output()).as("time does not go back").isEmpty();
        periods.eventTime(T + MINUTE);
        told.addAll(periods.told(T, MINUTE));
      }
    }

    assertThat(told).hasSize(40).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "maxSeries: 100",
        "measures: [{field: x}, {field: y}]",
        "measures: [{field: quantity, aggregation: max}]",
        "dimensions: []",
        "period: 5m"
      })
  void detectorOfAnotherShapeBeginsItsPeriodsAnewAndDecidesNoneTwice(String change)
      throws Exception {
    OperatorSubtaskState saved;
    try (Periods periods = Periods.of(TestDetectors.sales("maxSeries: 1000", "missing: zero"))) {
      periods.record("a", T, 1);
      periods.eventTime(T + MINUTE);
      periods.record("a", T + MINUTE, 1);
      saved = periods.save();
    }

    Detector changed = TestDetectors.sales("maxSeries: 1000", "missing: zero", change);
    double[] values = new double[changed.measures().size()];
    Arrays.fill(values, 7);
    try (Periods periods = Periods.restored(saved, changed)) {
      periods.record("a", T + 5 * MINUTE, values);
      periods.eventTime(T + 10 * MINUTE);

      assertThat(periods.points())
          .filteredOn(point -> !point.filled())
          .hasSize(values.length)
          .allMatch(
              point -> point.values().equals(List.of(7.0)) && point.start() == T + 5 * MINUTE);
      assertThat(periods.rejected()).isEmpty();
    }
  }

  @Test
  void detectorThatIsGoneFromTheFileTakesItsStateAlong() throws Exception {
    Detector stays = TestDetectors.sales("name: stays", "missing: zero", "expireAfter: 5m");
    Detector goes = TestDetectors.sales("name: goes", "missing: zero");
    OperatorSubtaskState saved;
    try (Periods periods = Periods.of(goes, stays)) {
      periods.record(0, "a", T, 1);
      periods.record(1, "a", T, 1);
      saved = periods.save();
    }
    try (Periods periods = Periods.restored(saved, stays)) {
      periods.eventTime(T + 5 * MINUTE);

      assertThat(periods.points()).extracting(Point::detector).containsOnly("stays").hasSize(6);
      periods.assertNothingIsLeft();
    }
  }

  /** A sale, in a shop that is still for a while now and then. */
  private record SoldItem(
      long offset, String product, long eventTime, double quantity, long newest) {}

  private static List<SoldItem> records(long seed) {
    List<String> lines =
        BoundedShuffle.shuffle(
            AnyBooks.BUNDLED.withSeed(seed).withLength(Duration.ofMinutes(25)).lines().toList(),
            AnyBooks::timeOf,
            8_000,
            seed);
    List<SoldItem> records = new ArrayList<>();
    long newest = Long.MIN_VALUE;
    for (String line : lines) {
      long time = AnyBooks.timeOf(line);
      if (time / 100_000 % 3 == seed % 3 && line.contains("item-A")) {
        continue;
      }
      newest = Math.max(newest, time);
      String product = line.contains("item-A") ? "item-A" : "item-B";
      records.add(
          new SoldItem(records.size() * 2L, product, time, records.size() % 7 * 0.1, newest));
    }
    return records;
  }

  private static void feed(Periods periods, SoldItem item) throws Exception {
    periods.offset(item.offset());
    periods.record(0, item.product(), item.eventTime(), item.quantity());
    periods.record(1, item.product(), item.eventTime(), item.quantity());
    periods.eventTime(item.newest());
  }

  private static Map<String, List<String>> bySeries(List<String> points) {
    Map<String, List<String>> bySeries = new TreeMap<>();
    for (String point : points) {
      String id = point.replaceAll(".*timeseriesId=([0-9a-f]*).*", "$1");
      bySeries.computeIfAbsent(id, series -> new ArrayList<>()).add(point);
    }
    return bySeries;
  }

  private static String id(RejectedRecord late) {
    return late.detector() + late.offset() + late.timestamp() + late.reason();
  }
}
