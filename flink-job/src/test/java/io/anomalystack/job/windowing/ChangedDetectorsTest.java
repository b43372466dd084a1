package io.anomalystack.job.windowing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.model.detector.Detector;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Detectors that change while their topic is aggregated. */
class ChangedDetectorsTest {
  private static final long MINUTE = 60_000;
  private static final long T = 1_724_938_500_000L; // a full minute

  private final Detector stays = TestDetectors.sales("name: stays");
  private final Detector comes = TestDetectors.sales("name: comes");
  private final Detector goes = TestDetectors.sales("name: goes", "missing: zero");

  @Test
  void countsWhatIsReadForADetectorThatHasCome() throws Exception {
    try (Periods periods = Periods.watching(null, stays)) {
      periods.record(0, "a", T, 1);
      periods.change(1, stays, comes);
      periods.record(0, "a", T + 1, 2);
      periods.record(1, "a", T + 1, 4);
      periods.eventTime(T + MINUTE);

      assertThat(periods.points())
          .extracting(Point::detector, point -> point.values().get(0))
          .containsExactlyInAnyOrder(tuple("stays", 3.0), tuple("comes", 4.0));
      assertThat(periods.rejected()).isEmpty();
    }
  }

  @Test
  void dropsAllOfADetectorThatLeftAndHasItsSeriesForgotten() throws Exception {
    try (Periods periods = Periods.watching(null, stays, goes)) {
      periods.record(0, "a", T, 1);
      periods.record(1, "a", T, 1);
      periods.record(1, "b", T + MINUTE, 1);
      periods.eventTime(T + MINUTE);
      int decided = periods.points().size();

      periods.change(1, stays);

      assertThat(periods.points().subList(decided, periods.points().size()))
          .extracting(Point::detector, Point::kind)
          .containsExactly(tuple("goes", Point.Kind.EXPIRE), tuple("goes", Point.Kind.EXPIRE));
      periods.save();
      assertThat(periods.timers()).as("that of the other detector").isEqualTo(1);

      // On its way when the detector left: neither counted nor a failure.
      periods.know(stays, goes);
      periods.record(1, "a", T + MINUTE, 1);
      periods.eventTime(T + 9 * MINUTE);
      assertThat(periods.points().subList(decided + 2, periods.points().size()))
          .extracting(Point::detector)
          .doesNotContain("goes");
      assertThat(periods.rejected()).isEmpty();
    }
  }

  @Test
  void keepsModelsOfASeriesWhosePeriodsBeginAnew() throws Exception {
    try (Periods periods = Periods.watching(null, stays)) {
      periods.record("a", T, 1);
      // Another share for each bucket, and so other buckets; the time series are the same.
      periods.change(1, TestDetectors.sales("name: stays", "maxSeries: 1000"));

      assertThat(periods.points()).isEmpty();
      periods.assertNothingIsLeft();
    }
  }

  @Test
  void forgetsSeriesThatNoneOfTheDetectorsNameCanBe() throws Exception {
    try (Periods periods = Periods.watching(null, stays)) {
      periods.record("a", T, 1);
      periods.change(1, TestDetectors.sales("name: stays", "dimensions: []"));

      assertThat(periods.points()).extracting(Point::kind).containsExactly(Point.Kind.EXPIRE);
    }
  }

  @Test
  void closesOpenPeriodsByTheNewLateness() throws Exception {
    Detector patient = TestDetectors.sales("name: stays", "allowedLateness: 1h");
    try (Periods periods = Periods.watching(null, patient)) {
      periods.record("a", T, 1);
      periods.eventTime(T + 2 * MINUTE);
      assertThat(periods.points()).isEmpty();

      periods.change(1, stays);
      periods.eventTime(T + 2 * MINUTE + 1);

      assertThat(periods.points()).hasSize(1);
    }
  }

  @Test
  void restoredTaskKnowsWhatItKnewAndNotWhatTheJobWasSubmittedWith() throws Exception {
    OperatorSubtaskState saved;
    try (Periods periods = Periods.watching(null, stays)) {
      periods.change(1, stays, comes);
      periods.record(1, "a", T, 4);
      saved = periods.save();
    }
    try (Periods periods = Periods.watching(saved, stays)) {
      periods.know(stays, comes);
      periods.record(1, "a", T + 1, 4);
      periods.eventTime(T + MINUTE);

      assertThat(periods.points()).extracting(p -> p.values().get(0)).containsExactly(8.0);
    }
    // Nobody watches any more: what is submitted counts.
    try (Periods periods = Periods.restored(saved, stays)) {
      periods.eventTime(T + MINUTE);

      assertThat(periods.points()).isEmpty();
    }
  }

  @Test
  void whatAJobWasSubmittedWithThatNobodyWatchedDoesNotCountOnceItIsWatched() throws Exception {
    OperatorSubtaskState saved;
    try (Periods periods = Periods.of(stays)) {
      periods.record("a", T, 4);
      saved = periods.save();
    }
    // Readers begin with these as well.
    try (Periods periods = Periods.watching(saved, stays, comes)) {
      periods.record(1, "a", T, 8);
      periods.eventTime(T + MINUTE);

      assertThat(periods.points())
          .extracting(Point::detector, point -> point.values().get(0))
          .containsExactlyInAnyOrder(tuple("stays", 4.0), tuple("comes", 8.0));
    }
  }

  @Test
  void everyTaskOfARescaledJobKnowsThem() throws Exception {
    OperatorSubtaskState saved;
    try (Periods periods = Periods.watching(null, stays)) {
      periods.change(1, stays, comes);
      saved = periods.save();
    }
    for (int subtask = 0; subtask < 2; subtask++) {
      OperatorSubtaskState part =
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              saved, Periods.MAX_PARALLELISM, 1, 2, subtask);
      try (Periods periods = Periods.watchingOnOneOf(2, subtask, part, stays)) {
        periods.know(stays, comes);
        for (String product : List.of("a", "b", "c", "d", "e", "f")) {
          if (periods.isOurs(1, product)) {
            periods.record(1, product, T, 4);
          }
        }
        periods.eventTime(T + MINUTE);
        assertThat(periods.points()).extracting(Point::detector).containsOnly("comes");
      }
    }
  }

  @Test
  void olderDetectorsAreNoNews() throws Exception {
    try (Periods periods = Periods.watching(null, stays)) {
      periods.change(2, stays, comes);
      periods.change(1, stays);
      periods.know(stays, comes);
      periods.record(1, "a", T, 4);
      periods.eventTime(T + MINUTE);

      assertThat(periods.points()).extracting(Point::detector).containsExactly("comes");
    }
  }
}
