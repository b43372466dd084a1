package io.anomalystack.job.windowing;

import static io.anomalystack.model.RejectionReason.LATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.model.detector.Detector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** While a whole topic is silent its event time goes by the wall clock. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // a timer could repeat without end
class SilentTopicTest {
  private static final long T = 1_724_938_500_000L; // a full minute
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60_000;
  private static final long HOUR = 3_600_000;

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
}
