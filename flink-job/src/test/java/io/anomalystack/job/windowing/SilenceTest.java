package io.anomalystack.job.windowing;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.ingest.Sample;
import io.anomalystack.model.RejectionReason;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A rule's silence is decided at the instant at which it is long enough. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // a timer could repeat without end
class SilenceTest {
  private static final long T = 1_724_938_500_000L; // a full minute
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60_000;
  private static final long DAY = 86_400_000;

  private static Detector run(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "period: record",
                "measures: [{field: loss}]",
                "rules: [{name: hang, silence: 5m}]",
                "incidents: {resolveAfter: 10m}"));
    all.addAll(List.of(settings));
    return TestDetectors.sales(all.toArray(String[]::new));
  }

  /** The silences, each by its seconds after T, how long it was by then, and value and number. */
  private static List<String> silences(Periods periods) {
    return periods.points().stream()
        .filter(point -> point.event() != null && point.event().silentMillis() > 0)
        .map(
            point ->
                (point.recordTime() < 0 ? point.start() - T : point.recordTime() - T) / SECOND
                    + " "
                    + point.kind()
                    + " after "
                    + point.event().silentMillis() / SECOND
                    + point.values()
                    + "#"
                    + point.sequence())
        .toList();
  }

  @Test
  void stallOfTwentyMinutesIsToldAfterFiveAndAgainWhileItLasts() throws Exception {
    try (Periods periods = Periods.of(run())) {
      periods.record("a", T, 2.5);
      periods.record("a", T + 1, 2.25);
      periods.eventTime(T + 1);
      // All that a replay knows: the next record, twenty minutes later.
      periods.record("a", T + 20 * MINUTE, 2.0);
      periods.eventTime(T + 20 * MINUTE);
      periods.endOfInput(T + 20 * MINUTE);

      assertThat(silences(periods))
          .containsExactly(
              "300 EVENT after 300[2.25]#2",
              "600 EVENT after 600[2.25]#2",
              "900 EVENT after 900[2.25]#2");
      assertThat(periods.points())
          .extracting(Point::sequence)
          .as("silences are no records")
          .containsExactly(1L, 2L, 2L, 2L, 2L, 3L);
      assertThat(periods.points())
          .extracting(point -> point.start() + " " + point.sequence())
          .doesNotHaveDuplicates();
      assertThat(periods.rejected()).isEmpty();
    }
  }

  @Test
  void recordJustInTimeIsNoSilenceNorOneThatWasOnlyLate() throws Exception {
    try (Periods periods = Periods.of(run("allowedLateness: 1m"))) {
      periods.record("a", T, 1);
      periods.record("a", T + 5 * MINUTE, 1);
      periods.record("a", T + 12 * MINUTE, 1);
      periods.eventTime(T + 12 * MINUTE);
      // Late, but not too late.
      periods.record("a", T + 11 * MINUTE + 30 * SECOND, 1);
      periods.eventTime(T + 20 * MINUTE);

      assertThat(silences(periods))
          .containsExactly("600 EVENT after 300[1.0]#2", "1020 EVENT after 300[1.0]#4");
    }
  }

  @Test
  void silentLiveTopicIsToldByTheWallClockAndRestoredInItsMidst() throws Exception {
    Detector detector = run();
    List<String> told = new ArrayList<>();
    OperatorSubtaskState saved;
    try (Periods periods = Periods.of(detector)) {
      periods.wallClock(T + 2 * SECOND);
      periods.record("a", T, 7);
      periods.eventTime(T);
      periods.silent(true);
      periods.wallClock(T + 5 * MINUTE + SECOND);
      assertThat(silences(periods)).as("five minutes, but for the lag of two seconds").isEmpty();
      periods.wallClock(T + 6 * MINUTE);
      told.addAll(silences(periods));
      saved = periods.save();
    }
    try (Periods periods = Periods.restored(saved, detector)) {
      periods.wallClock(T + 9 * MINUTE);
      periods.silent(true);
      assertThat(silences(periods)).as("not told again").isEmpty();
      periods.wallClock(T + 11 * MINUTE);
      told.addAll(silences(periods));
      periods.silent(false);
      periods.record("a", T + 11 * MINUTE, 8);
      periods.eventTime(T + 12 * MINUTE);
      told.addAll(periods.points().stream().map(Point::kind).map(Enum::name).toList());
    }

    assertThat(told)
        .containsExactly(
            "300 EVENT after 300[7.0]#1", "600 EVENT after 600[7.0]#1", "EVENT", "SCORE");
  }

  @Test
  void seriesThatEndedIsNotSilentUntilItsNextRecord() throws Exception {
    try (Periods periods = Periods.of(run("dimensions: []"))) {
      periods.training(T, 1, false, null, 5);
      periods.training(T + MINUTE, Sample.NO_STEP, true, null, Double.NaN);
      periods.eventTime(T + 60 * MINUTE);
      assertThat(periods.points()).hasSize(1);

      periods.training(T + 60 * MINUTE, 2, false, null, 4);
      periods.eventTime(T + 66 * MINUTE);
      assertThat(silences(periods)).containsExactly("3900 EVENT after 300[4.0]#2");
    }
  }

  @Test
  void seriesThatHasEndedMissesNothing() throws Exception {
    try (Periods periods =
        Periods.of(
            TestDetectors.sales(
                "measures: [{field: mfu}]",
                "dimensions: []",
                "missing: zero",
                "rules: [{name: hang, silence: 5m}]"))) {
      periods.training(T, 1, false, null, 50);
      periods.training(T + 2 * MINUTE, 2, true, null, Double.NaN);
      periods.eventTime(T + 20 * MINUTE);
      // A run of the same name, an hour later.
      periods.training(T + 60 * MINUTE, 1, false, null, 51);
      periods.eventTime(T + 62 * MINUTE);

      assertThat(periods.points())
          .extracting(point -> (point.start() - T) / MINUTE + " " + point.values())
          .containsExactly("0 [50.0]", "1 [0.0]", "60 [51.0]", "61 [0.0]");
    }
  }

  @Test
  void endThatComesTooLateIsNotLost() throws Exception {
    try (Periods periods = Periods.of(run("dimensions: []"))) {
      periods.training(T, 1, false, null, 50);
      periods.eventTime(T + 10 * MINUTE);
      periods.training(T + MINUTE, 2, true, null, Double.NaN);

      assertThat(periods.reasons()).containsExactly(RejectionReason.LATE);
      assertThat(periods.rejected().get(0).measure()).isNull();
    }
  }

  @Test
  void silenceIsOfTheLastStepAndRestoredSo() throws Exception {
    for (String settings : new String[] {"period: record", "period: 1m"}) {
      Detector detector = run("dimensions: []", settings);
      OperatorSubtaskState saved;
      try (Periods periods = Periods.of(detector)) {
        periods.training(T, 1_811, false, null, 50);
        periods.training(T + 1, Sample.NO_STEP, false, null, 50);
        periods.eventTime(T + 2 * MINUTE);
        saved = periods.save();
      }
      try (Periods periods = Periods.restored(saved, detector)) {
        periods.eventTime(T + 7 * MINUTE);

        assertThat(periods.points()).singleElement().extracting(Point::step).isEqualTo(1_811L);
      }
    }
  }

  @Test
  void endsAfterADayOrWhenTheSeriesIsForgotten() throws Exception {
    try (Periods days = Periods.of(run());
        Periods minutes = Periods.of(run("expireAfter: 12m"))) {
      for (Periods periods : List.of(days, minutes)) {
        periods.record("a", T, 1);
        periods.eventTime(T + 3 * DAY);
      }

      assertThat(silences(days)).hasSize(24 * 12).last().asString().startsWith("86400 ");
      assertThat(silences(minutes)).hasSize(2);
      minutes.assertNothingIsLeft();
    }
  }

  @Test
  void endOfTheInputTellsOnlyWhatEventTimeCameTo() throws Exception {
    try (Periods early = Periods.of(run());
        Periods late = Periods.of(run())) {
      early.record("a", T, 1);
      early.record("b", T + 5 * MINUTE - 1, 1);
      early.endOfInput(T + 5 * MINUTE - 1);
      late.record("a", T, 1);
      late.record("b", T + 5 * MINUTE, 1);
      late.endOfInput(T + 5 * MINUTE);

      assertThat(silences(early)).isEmpty();
      assertThat(silences(late)).containsExactly("300 EVENT after 300[1.0]#1");
    }
  }

  @Test
  void isTheDecisionOfThePeriodInWhichItIsReachedWhetherThatIsFilledOrNot() throws Exception {
    String[] fixed = {"period: 1m", "rules: [{name: hang, silence: 2m}]", "measures: [{field: x}]"};
    try (Periods skip = Periods.of(run(fixed));
        Periods zero =
            Periods.of(run(fixed[0], fixed[1], fixed[2], "missing: zero", "maxFill: 5"))) {
      for (Periods periods : List.of(skip, zero)) {
        periods.record("a", T + 10 * SECOND, 3);
        periods.record("a", T + 10 * MINUTE + 30 * SECOND, 4);
        periods.eventTime(T + 20 * MINUTE);
      }

      assertThat(silences(skip).subList(0, 5))
          .containsExactly(
              "120 EVENT after 120[3.0]#0",
              "240 EVENT after 240[3.0]#0",
              "360 EVENT after 360[3.0]#0",
              "480 EVENT after 480[3.0]#0",
              "600 SCORE after 600[4.0]#0");
      assertThat(silences(zero).subList(0, 5))
          .as("the filled period, then an extra one, then one with a record after its instant")
          .containsExactly(
              "120 SCORE after 120[0.0]#0",
              "240 SCORE after 240[0.0]#0",
              "360 EVENT after 360[3.0]#0",
              "480 EVENT after 480[3.0]#0",
              "600 SCORE after 600[4.0]#0");
      assertThat(zero.points()).extracting(Point::start).doesNotHaveDuplicates().isSorted();
      assertThat(skip.points()).extracting(Point::start).doesNotHaveDuplicates().isSorted();
    }
  }

  @Test
  void tellsTheMeasuresThatARuleWatchesEachWhenItsOwnRuleFindsItSilent() throws Exception {
    try (Periods periods =
        Periods.of(
            run(
                "measures: [{field: loss}, {field: speed}]",
                "rules: [{name: hang, measure: loss, silence: 2m}, {name: dead, silence: 3m}]",
                "incidents: false"))) {
      periods.record("a", T, 1, 2);
      periods.eventTime(T + 4 * MINUTE + SECOND);

      assertThat(periods.points())
          .filteredOn(point -> point.event() != null)
          .extracting(point -> point.measure() + " " + point.event().silentMillis() / MINUTE)
          .containsExactly("loss 2", "loss 3", "speed 3", "loss 4", "speed 4");
    }
  }
}
