package io.anomalystack.job.windowing;

import static io.anomalystack.model.RejectionReason.LATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.detector.Detector;
import java.nio.charset.StandardCharsets;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A record of a period that is decided already is rejected, now and after a restore. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // a timer could repeat without end
class LateRecordsTest {
  private static final long T = 1_724_938_500_000L; // a full minute
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60_000;

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
}
