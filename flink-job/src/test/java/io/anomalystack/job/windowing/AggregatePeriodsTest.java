package io.anomalystack.job.windowing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.ingest.EndOfInput;
import io.anomalystack.job.windowing.Point.Kind;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.TimeSeriesId;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Periods on their way from records to points, without a cluster around them. */
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
                  List.of(1.0),
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
                  List.of(2.0),
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
          .extracting(Point::detector, Point::dimensions, point -> point.values().get(0))
          .containsExactlyInAnyOrder(
              tuple("sales", List.of("a"), 870.0),
              tuple("sales", List.of("b"), 900.0),
              tuple("hourly", List.of(), 1770.0));
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
          .extracting(Point::start, Point::end, Point::values, Point::recordTime, Point::sequence)
          .containsExactly(
              tuple(T, T + SECOND, List.of(1.0), T + 100, 1L),
              tuple(T, T + SECOND, List.of(9.0), T + 900, 2L),
              tuple(T + SECOND, T + 2 * SECOND, List.of(11.0), T + 1_100, 3L));
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
      assertThat(periods.output())
          .as("those behind learn how far event time has come")
          .last()
          .isEqualTo(new Watermark(EndOfInput.watermark(T + 2 * MINUTE)));
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
}
