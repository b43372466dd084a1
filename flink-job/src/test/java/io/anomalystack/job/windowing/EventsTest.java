package io.anomalystack.job.windowing;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.ingest.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a record says beside its values: the step, and that a value is none. */
class EventsTest {
  private static final long T = 1_724_938_500_000L; // a full minute
  private static final long MINUTE = 60_000;
  private static final String RULES = "rules: [{name: not-finite, notFinite: true}]";

  private static List<String> told(Periods periods) {
    return periods.points().stream()
        .map(
            point ->
                point.kind()
                    + " "
                    + point.measure()
                    + point.values()
                    + (point.filled() ? " filled" : "")
                    + (point.event() == null ? "" : " " + point.event().notFinite())
                    + " #"
                    + point.sequence())
        .toList();
  }

  @Test
  void valueThatIsNoneIsADecisionOfItsOwnAndEntersNoAggregate() throws Exception {
    try (Periods periods =
        Periods.of(
            TestDetectors.sales(
                RULES, "dimensions: []", "missing: zero", "measures: [{field: a}]"))) {
      periods.training(T, Sample.NO_STEP, false, null, 3);
      periods.training(T + 1, Sample.NO_STEP, false, null, Double.NEGATIVE_INFINITY);
      periods.training(T + 2, Sample.NO_STEP, false, null, 4);
      periods.training(T + MINUTE, Sample.NO_STEP, false, null, Double.POSITIVE_INFINITY);
      periods.training(T + MINUTE + 1, Sample.NO_STEP, false, null, Periods.NAN);
      periods.eventTime(T + 3 * MINUTE);

      assertThat(told(periods))
          .containsExactly(
              "SCORE a[7.0] -Infinity #0", "EVENT a[7.0] filled NaN #0", "SCORE a[0.0] filled #0");
    }
  }

  @Test
  void eachRecordStandsForItselfAndHasItsNumber() throws Exception {
    try (Periods periods =
        Periods.of(
            TestDetectors.sales(
                RULES, "dimensions: []", "period: record", "measures: [{field: a}, {field: b}]"))) {
      periods.training(T, 1, false, null, Periods.NAN, 5);
      periods.training(T + 1, 2, false, null, 3, Double.NaN);
      periods.training(T + 2, 3, false, null, Double.POSITIVE_INFINITY, 6);
      periods.eventTime(T + MINUTE);

      assertThat(told(periods))
          .containsExactly(
              "EVENT a[0.0] filled NaN #1",
              "SCORE b[5.0] #1",
              "SCORE a[3.0] #2",
              "EVENT a[3.0] filled Infinity #3",
              "SCORE b[6.0] #2");
      assertThat(periods.points()).extracting(Point::step).containsExactly(1L, 1L, 2L, 3L, 3L);
    }
  }

  @Test
  void jointSeriesLeavesTheMeasureToItsModelUnlessNothingIsLeft() throws Exception {
    try (Periods periods =
        Periods.of(
            TestDetectors.sales(
                RULES, "joint: true", "dimensions: []", "measures: [{field: a}, {field: b}]"))) {
      periods.training(T, Sample.NO_STEP, false, null, Periods.NAN, 5);
      periods.training(T + MINUTE, Sample.NO_STEP, false, null, Periods.NAN, Periods.NAN);
      periods.eventTime(T + 2 * MINUTE);

      assertThat(told(periods))
          .containsExactly("SCORE a+b[NaN, 5.0] NaN #0", "EVENT a+b[0.0, 5.0] filled NaN #0");
    }
  }

  @Test
  void stepIsThatOfTheNewestRecordThatHasOne() throws Exception {
    try (Periods periods =
        Periods.of(TestDetectors.sales("dimensions: []", "measures: [{field: a}]"))) {
      periods.training(T + 5, 1_100, false, null, 1); // back to a checkpoint
      periods.training(T + 1, 1_811, false, null, 1);
      periods.training(T + 9, Sample.NO_STEP, false, null, 1);
      periods.training(T + MINUTE, Sample.NO_STEP, false, null, 1);
      periods.eventTime(T + 2 * MINUTE);

      assertThat(periods.points()).extracting(Point::step).containsExactly(1_100L, null);
    }
  }
}
