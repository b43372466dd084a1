package io.anomalystack.job.windowing;

import static io.anomalystack.model.RejectionReason.LATE;
import static io.anomalystack.model.RejectionReason.TOO_MANY_SERIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.windowing.Point.Kind;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.testdata.AnyBooks;
import io.anomalystack.testdata.BoundedShuffle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // a timer could repeat without end
class AggregatePeriodsTest {
  private static final long T = 1_724_938_500_000L; // a full minute
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60_000;
  private static final long HOUR = 3_600_000;

  @Test
  void eachPeriodIsSentOnceWhenItCloses() throws Exception {
    try (Periods periods = Periods.of(TestDetectors.sales())) {
      periods.record("a", T, 1);
      periods.record("a", T + 30 * SECOND, 2);
      periods.eventTime(T + MINUTE - 1);
      assertThat(periods.points()).isEmpty();

      periods.eventTime(T + MINUTE);
      periods.eventTime(T + 10 * MINUTE);

      assertThat(periods.told(T, MINUTE)).containsExactly("a 0 3.0");
    }
  }

  @Test
  void pointSaysAllThatADecisionNeeds() throws Exception {
    try (Periods periods =
        Periods.of(TestDetectors.sales("measures: [{field: x}, {field: y, name: why}]"))) {
      periods.record("a", T + 5, 1, Double.NaN);
      periods.record("a", T + MINUTE, Double.NaN, 2);
      periods.eventTime(T + 2 * MINUTE);

      List<Dimension> a = List.of(new Dimension("product_name", "a"));
      assertThat(periods.points())
          .containsExactly(
              new Point(
                  Kind.SCORE,
                  TimeSeriesId.of("sales", "x", a),
                  "sales",
                  "x",
                  List.of("a"),
                  T,
                  T + MINUTE,
                  1,
                  false,
                  false,
                  -1,
                  0),
              new Point(
                  Kind.SCORE,
                  TimeSeriesId.of("sales", "why", a),
                  "sales",
                  "why",
                  List.of("a"),
                  T + MINUTE,
                  T + 2 * MINUTE,
                  2,
                  false,
                  false,
                  -1,
                  0));
    }
  }

  @Test
  void pointsComeBeforeTheWatermarkThatClosedThemAndBearAnEarlierTime() throws Exception {
    try (Periods periods = Periods.of(TestDetectors.sales())) {
      periods.record("a", T, 1);
      periods.eventTime(T + MINUTE);

      List<Object> output = periods.output();
      assertThat(output).hasSize(2);
      assertThat(((StreamRecord<?>) output.get(0)).getTimestamp()).isEqualTo(T + MINUTE - 1);
      assertThat(output.get(1)).isEqualTo(new Watermark(T + MINUTE - 1));
    }
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
          .allMatch(point -> point.value() == 7 && point.start() == T + 5 * MINUTE);
      assertThat(periods.rejected()).isEmpty();
    }
  }

  @Test
  void measureThatVanishesIsFilledOnlyForSoLong() throws Exception {
    try (Periods periods =
        Periods.of(
            TestDetectors.sales(
                "missing: zero", "maxFill: 2", "measures: [{field: x}, {field: y}]"))) {
      periods.record("a", T, 1, 2);
      for (int minute = 1; minute < 6; minute++) {
        periods.record("a", T + minute * MINUTE, 1, Double.NaN);
      }
      periods.eventTime(T + 6 * MINUTE);

      assertThat(periods.points())
          .filteredOn(point -> point.measure().equals("y"))
          .extracting(Point::filled)
          .containsExactly(false, true, true);
      assertThat(periods.points()).filteredOn(point -> point.measure().equals("x")).hasSize(6);
    }
  }

  @Test
  void lateRecordIsRejectedForTheMeasuresThatItHolds() throws Exception {
    try (Periods periods =
        Periods.of(TestDetectors.sales("measures: [{field: x}, {field: y}, {field: z}]"))) {
      periods.record("a", T, 1, 1, 1);
      periods.eventTime(T + MINUTE);
      periods.record("a", T, 1, Double.NaN, 1);
      periods.record("a", T, 1, 1, 1);

      assertThat(periods.rejected())
          .extracting(RejectedRecord::offset, RejectedRecord::measure)
          .containsExactly(tuple(1L, "x"), tuple(1L, "z"), tuple(2L, null));
    }
  }

  @Test
  void staleWatermarkAfterASilenceDoesNotMakeTheNextOneLonger() throws Exception {
    OperatorSubtaskState saved;
    try (Periods periods = Periods.of(TestDetectors.sales("missing: zero"))) {
      periods.wallClock(T);
      periods.record("a", T, 1);
      periods.eventTime(T);
      periods.silent(true);
      periods.wallClock(T + 10 * MINUTE);
      saved = periods.save();
    }
    try (Periods periods = Periods.restored(saved, TestDetectors.sales("missing: zero"))) {
      periods.wallClock(T + 20 * MINUTE);
      // The partition's own clock, restored, is where the silence began.
      periods.eventTime(T);
      periods.silent(true);
      periods.wallClock(T + 21 * MINUTE);

      assertThat(periods.points()).hasSizeGreaterThanOrEqualTo(9);
    }
  }

  @Test
  void watermarkThatDoesNotAdvanceIsNotSentOn() throws Exception {
    try (Periods periods = Periods.of(TestDetectors.sales())) {
      periods.eventTime(T);
      periods.eventTime(T);
      periods.eventTime(T - MINUTE);

      assertThat(periods.output()).containsExactly(new Watermark(T - 1));
    }
  }

  @Test
  void seriesAndDetectorsAreCountedForThemselves() throws Exception {
    try (Periods periods =
        Periods.of(
            TestDetectors.sales(),
            TestDetectors.sales("name: hourly", "period: 1h", "dimensions: []"))) {
      for (int i = 0; i < 60; i++) {
        String product = i % 2 == 0 ? "a" : "b";
        periods.record(0, product, T + i * SECOND, i);
        periods.record(1, product, T + i * SECOND, i);
      }
      periods.eventTime(T + 2 * HOUR);

      assertThat(periods.points())
          .extracting(Point::detector, Point::dimensions, Point::value)
          .containsExactlyInAnyOrder(
              tuple("sales", List.of("a"), 870.0),
              tuple("sales", List.of("b"), 900.0),
              tuple("hourly", List.of(), 1770.0));
    }
  }

  @Test
  void recordForAClosedPeriodIsLate() throws Exception {
    try (Periods periods = Periods.of(TestDetectors.sales("allowedLateness: 10s"))) {
      periods.record("a", T, 1);
      periods.eventTime(T + MINUTE + 10 * SECOND - 1);
      periods.record("a", T + 1, 10);
      assertThat(periods.rejected()).isEmpty();

      periods.eventTime(T + MINUTE + 10 * SECOND);
      periods.record("a", T + 2, 100);
      periods.record("new", T + 3, 100);

      assertThat(periods.told(T, MINUTE)).containsExactly("a 0 11.0");
      assertThat(periods.rejected()).hasSize(2);
      RejectedRecord late = periods.rejected().get(0);
      assertThat(late.reason()).isEqualTo(LATE);
      assertThat(late.detector()).isEqualTo("sales");
      assertThat(late.measure()).isNull();
      assertThat(late.topic()).isEqualTo("sales");
      assertThat(late.offset()).isEqualTo(2);
      assertThat(late.timestamp()).isEqualTo(T + 2 + 3);
      assertThat(late.detail()).contains("2024-08-29T13:36:10Z");
      assertThat(late.payload()).isEqualTo("a".getBytes(StandardCharsets.UTF_8));
      assertThat(periods.reasons()).containsExactly(LATE, LATE);
      // A late record begins no series.
      assertThat(periods.told(T, MINUTE)).noneMatch(point -> point.startsWith("new"));
    }
  }

  @Test
  void lateRecordNeitherBeginsNorCountsAsASeries() throws Exception {
    try (Periods periods = Periods.of(TestDetectors.sales("maxSeries: 1"))) {
      periods.eventTime(T);
      periods.record("late", T - MINUTE, 1);
      periods.record("a", T, 1);

      assertThat(periods.reasons()).containsExactly(LATE);
    }
  }

  @Test
  void silenceIsFilledAndTheSeriesIsForgottenInTheEnd() throws Exception {
    try (Periods periods =
        Periods.of(
            TestDetectors.sales(
                "missing: zero",
                "maxFill: 2",
                "expireAfter: 5m",
                "measures: [{field: x}, {field: y}]"))) {
      periods.record("a", T, 1, 2);
      assertThat(periods.timers()).isEqualTo(1);

      periods.eventTime(T + 5 * MINUTE - 1);
      assertThat(periods.told(T, MINUTE))
          .containsExactly(
              "a 0 1.0",
              "a 0 2.0",
              "a 1 0.0 filled",
              "a 1 0.0 filled",
              "a 2 0.0 filled",
              "a 2 0.0 filled");
      assertThat(periods.timers()).isEqualTo(1);

      periods.eventTime(T + 5 * MINUTE);
      assertThat(periods.told(T, MINUTE)).hasSize(8).endsWith("a expired", "a expired");
      assertThat(periods.points().get(6).measure()).isEqualTo("x");
      assertThat(periods.points().get(7).measure()).isEqualTo("y");
      assertNothingIsLeft(periods);
    }
  }

  @Test
  void stateOfAnExpiredSeriesIsGoneFromTheBackendToo() throws Exception {
    Detector detector = TestDetectors.sales("expireAfter: 5m", "maxSeries: 5");
    OperatorSubtaskState saved;
    try (Periods periods = Periods.of(detector)) {
      periods.record("a", T, 1);
      periods.record("b", T, 1);
      saved = periods.save();
      // Two series, and the count of their bucket.
      assertThat(periods.keyedStates()).isEqualTo(3);
    }
    try (Periods periods = Periods.restored(saved, detector)) {
      assertThat(periods.timers()).isEqualTo(2);
      periods.eventTime(T + 5 * MINUTE);

      assertThat(periods.told(T, MINUTE))
          .containsExactlyInAnyOrder("a 0 1.0", "b 0 1.0", "a expired", "b expired");
      assertNothingIsLeft(periods);
    }
  }

  @Test
  void expiredSeriesBeginsAnew() throws Exception {
    try (Periods periods =
        Periods.of(TestDetectors.sales("missing: previous", "maxFill: 1", "expireAfter: 5m"))) {
      periods.record("a", T, 7);
      periods.eventTime(T + HOUR);
      periods.record("a", T + HOUR, 8);
      periods.eventTime(T + HOUR + MINUTE);

      assertThat(periods.told(T, MINUTE))
          .containsExactly("a 0 7.0", "a 1 7.0 filled", "a expired", "a 60 8.0");
    }
  }

  @Test
  void imputedPeriodsAreForTheModelToFill() throws Exception {
    try (Periods periods = Periods.of(TestDetectors.sales("missing: impute"))) {
      periods.record("a", T, 7);
      periods.eventTime(T + 2 * MINUTE);

      assertThat(periods.told(T, MINUTE)).containsExactly("a 0 7.0", "a 1 imputed filled");
    }
  }

  @Test
  void eachRecordIsAPointWithItsTimeAndNumber() throws Exception {
    try (Periods periods =
        Periods.of(TestDetectors.sales("period: record", "allowedLateness: 1s"))) {
      periods.record("a", T + 900, 9);
      periods.record("a", T + 100, 1);
      periods.record("a", T + 1_100, 11);
      periods.eventTime(T + 2 * SECOND);
      periods.eventTime(T + 3 * SECOND);

      assertThat(periods.points())
          .extracting(Point::start, Point::end, Point::value, Point::recordTime, Point::sequence)
          .containsExactly(
              tuple(T, T + SECOND, 1.0, T + 100, 1L),
              tuple(T, T + SECOND, 9.0, T + 900, 2L),
              tuple(T + SECOND, T + 2 * SECOND, 11.0, T + 1_100, 3L));
    }
  }

  @Test
  void endOfInputDecidesAllAndMarksThePartialPeriod() throws Exception {
    try (Periods periods =
        Periods.of(TestDetectors.sales("missing: zero", "allowedLateness: 1h"))) {
      periods.record("a", T, 1);
      periods.record("b", T + 2 * MINUTE, 2);
      periods.endOfInput(T + 2 * MINUTE);

      assertThat(periods.told(T, MINUTE))
          .containsExactlyInAnyOrder(
              "a 0 1.0", "a 1 0.0 filled", "a 2 0.0 filled partial", "b 2 2.0 partial");
      assertThat(periods.output()).last().isEqualTo(Watermark.MAX_WATERMARK);
    }
  }

  @Test
  void eachSeriesIsDecidedInOrderWithinOneLeapOfTime() throws Exception {
    try (Periods periods = Periods.of(TestDetectors.sales("missing: zero"))) {
      for (int i : new int[] {3, 0, 7, 5}) {
        periods.record("a", T + i * MINUTE, i);
      }
      periods.eventTime(T + 10 * MINUTE);

      assertThat(periods.points()).extracting(Point::start).isSorted().hasSize(10);
    }
  }

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
      rejectedStraight = periods.rejected().stream().map(AggregatePeriodsTest::id).toList();
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
  void lateRecordRightAfterARestoreIsStillLate() throws Exception {
    Detector detector = TestDetectors.sales();
    OperatorSubtaskState saved;
    try (Periods periods = Periods.of(detector)) {
      periods.record("known", T, 1);
      periods.eventTime(T + 3 * MINUTE);
      saved = periods.save();
    }
    try (Periods periods = Periods.restored(saved, detector)) {
      periods.record("known", T + 1, 10);
      periods.record("known", T + 2 * MINUTE, 10);
      periods.record("new", T + 2 * MINUTE, 10);
      assertThat(periods.reasons()).containsExactly(LATE, LATE, LATE);

      periods.record("new", T + 3 * MINUTE, 5);
      periods.eventTime(T + 4 * MINUTE);
      assertThat(periods.told(T, MINUTE)).containsExactly("new 3 5.0");
    }
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

  @Test
  void silentTopicFollowsTheWallClockWithTheLagThatItHad() throws Exception {
    long wall = T + HOUR;
    try (Periods periods = Periods.of(TestDetectors.sales("missing: zero"))) {
      periods.wallClock(wall);
      periods.record("a", T, 1);
      periods.eventTime(T + 10 * SECOND);

      // Not silent: the wall clock decides nothing.
      periods.wallClock(wall + 5 * MINUTE);
      assertThat(periods.points()).isEmpty();

      periods.silent(true);
      assertThat(periods.told(T, MINUTE)).hasSize(5).endsWith("a 4 0.0 filled");

      periods.wallClock(wall + 5 * MINUTE + 50 * SECOND - 1);
      assertThat(periods.points()).hasSize(5);
      periods.wallClock(wall + 5 * MINUTE + 51 * SECOND);
      assertThat(periods.told(T, MINUTE)).hasSize(6).endsWith("a 5 0.0 filled");
      // A record of a period that silence decided is late.
      periods.record("a", T + 5 * MINUTE, 1);
      assertThat(periods.reasons()).containsExactly(LATE);
    }
  }

  @Test
  void recordsEndTheSilence() throws Exception {
    long wall = T + HOUR;
    try (Periods periods = Periods.of(TestDetectors.sales("missing: zero"))) {
      periods.wallClock(wall);
      periods.record("a", T, 1);
      periods.eventTime(T);
      periods.silent(true);
      periods.wallClock(wall + MINUTE);
      assertThat(periods.points()).hasSize(1);

      periods.silent(false);
      periods.wallClock(wall + 10 * MINUTE);
      assertThat(periods.points()).hasSize(1);
      assertThat(periods.wallClockTimers()).isZero();

      periods.eventTime(T + 2 * MINUTE);
      assertThat(periods.points()).hasSize(2);
    }
  }

  @Test
  void topicThatIsSilentFromTheStartHasNoTimeToFollow() throws Exception {
    try (Periods periods = Periods.of(TestDetectors.sales("missing: zero"))) {
      periods.wallClock(T);
      periods.silent(true);
      periods.wallClock(T + HOUR);
      periods.record("a", T - HOUR, 1);

      assertThat(periods.rejected()).isEmpty();
      assertThat(periods.output()).isEmpty();
    }
  }

  @Test
  void topicThatFallsSilentOverAndOverKeepsOneTimerOfTheWallClock() throws Exception {
    try (Periods periods = Periods.of(TestDetectors.sales())) {
      periods.wallClock(T);
      periods.eventTime(T);
      for (int i = 0; i < 10; i++) {
        periods.silent(true);
        periods.silent(true);
        periods.silent(false);
      }
      periods.silent(true);

      assertThat(periods.wallClockTimers()).isEqualTo(1);
      periods.wallClock(T + 10 * SECOND);
      assertThat(periods.wallClockTimers()).isEqualTo(1);
    }
  }

  @Test
  void lagIsRestoredForASilenceThatGoesOn() throws Exception {
    Detector detector = TestDetectors.sales("missing: zero");
    OperatorSubtaskState saved;
    try (Periods periods = Periods.of(detector)) {
      periods.wallClock(T + HOUR);
      periods.record("a", T, 1);
      periods.eventTime(T);
      saved = periods.save();
    }
    try (Periods periods = Periods.restored(saved, detector)) {
      periods.wallClock(T + HOUR + 3 * MINUTE);
      periods.silent(true);

      assertThat(periods.told(T, MINUTE))
          .containsExactly("a 0 1.0", "a 1 0.0 filled", "a 2 0.0 filled");
    }
  }

  @Test
  void noMoreSeriesThanMaxSeriesAreAdmitted() throws Exception {
    Detector detector = TestDetectors.sales("maxSeries: 3", "expireAfter: 5m");
    OperatorSubtaskState saved;
    try (Periods periods = Periods.of(detector, TestDetectors.sales("name: other"))) {
      for (String product : List.of("a", "b", "c", "d", "a", "e")) {
        periods.record(product, T, 1);
        periods.record(1, product, T, 1);
      }
      assertThat(periods.reasons()).containsExactly(TOO_MANY_SERIES, TOO_MANY_SERIES);
      assertThat(periods.rejected().get(0).detector()).isEqualTo("sales");
      assertThat(periods.rejected().get(0).detail()).contains("maxSeries of 3");
      saved = periods.save();
    }
    try (Periods periods = Periods.restored(saved, detector, TestDetectors.sales("name: other"))) {
      periods.record("f", T, 1);
      periods.record("c", T, 1);
      assertThat(periods.reasons()).containsExactly(TOO_MANY_SERIES);

      // One expires, and frees one place.
      periods.record("a", T + 4 * MINUTE, 1);
      periods.record("b", T + 4 * MINUTE, 1);
      periods.eventTime(T + 5 * MINUTE);
      assertThat(periods.told(T, MINUTE)).contains("c expired").doesNotContain("a expired");
      periods.record("g", T + 5 * MINUTE, 1);
      periods.record("h", T + 5 * MINUTE, 1);
      assertThat(periods.reasons()).containsExactly(TOO_MANY_SERIES, TOO_MANY_SERIES);
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
      assertNothingIsLeft(periods);
    }
  }

  @Test
  void recordThatMovesAPeriodForwardMovesItsTimer() throws Exception {
    try (Periods periods = Periods.of(TestDetectors.sales("allowedLateness: 1h"))) {
      periods.record("a", T + 10 * MINUTE, 1);
      periods.record("a", T, 2);
      assertThat(periods.timers()).isEqualTo(1);

      periods.eventTime(T + MINUTE + HOUR);
      assertThat(periods.told(T, MINUTE)).containsExactly("a 0 2.0");
      assertThat(periods.timers()).isEqualTo(1);
    }
  }

  @Test
  void moreSeriesThanFitOnTheHeapAreCountedAsWell() throws Exception {
    int series = 50_500;
    try (Periods periods =
        Periods.of(TestDetectors.sales("maxSeries: 1000000", "allowedLateness: 1m"))) {
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < series; i++) {
          periods.record("item-" + i, T + round * MINUTE, i);
          periods.record("item-" + i, T, 0.5);
        }
      }
      periods.eventTime(T + 2 * MINUTE);

      assertThat(periods.rejected()).isEmpty();
      assertThat(periods.points()).hasSize(series);
      for (Point point : periods.points()) {
        double number = Double.parseDouble(point.dimensions().get(0).substring(5));
        assertThat(point.value()).isEqualTo(number + 1);
      }
    }
  }

  private static void assertNothingIsLeft(Periods periods) throws Exception {
    periods.save();
    assertThat(periods.timers()).isZero();
    assertThat(periods.keyedStates()).isZero();
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
