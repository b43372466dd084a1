package io.anomalystack.job.windowing;

import static io.anomalystack.model.RejectionReason.TOO_MANY_SERIES;
import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.model.detector.Detector;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** How many series there may be. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // a timer could repeat without end
class AdmittedSeriesTest {
  private static final long T = 1_724_938_500_000L; // a full minute
  private static final long MINUTE = 60_000;

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
        assertThat(point.values()).containsExactly(number + 1);
      }
    }
  }
}
