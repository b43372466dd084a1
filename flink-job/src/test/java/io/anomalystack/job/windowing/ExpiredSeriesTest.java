package io.anomalystack.job.windowing;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.model.detector.Detector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A series that stays silent is filled for a while, and forgotten in the end. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // a timer could repeat without end
class ExpiredSeriesTest {
  private static final long T = 1_724_938_500_000L; // a full minute
  private static final long MINUTE = 60_000;
  private static final long HOUR = 3_600_000;

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
      periods.assertNothingIsLeft();
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
  void imputedPeriodsAreForTheModelToFill() throws Exception {
    try (Periods periods = Periods.of(TestDetectors.sales("missing: impute"))) {
      periods.record("a", T, 7);
      periods.eventTime(T + 2 * MINUTE);

      assertThat(periods.told(T, MINUTE)).containsExactly("a 0 7.0", "a 1 imputed filled");
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
      periods.assertNothingIsLeft();
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
}
