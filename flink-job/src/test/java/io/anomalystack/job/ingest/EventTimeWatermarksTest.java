package io.anomalystack.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.model.detector.Detector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.RelativeClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeWatermarksTest {
  private static final long T = 1_724_938_500_000L; // a full minute

  private final Emitted emitted = new Emitted();
  private final ManualClock clock = new ManualClock();

  @Test
  void emitsOnlyWhenAPeriodCloses() {
    WatermarkGenerator<Decoded> watermarks = watermarks(false, TestDetectors.sales("period: 1m"));

    observe(watermarks, T, T + 1, T + 30_000, T + 59_999);
    assertThat(emitted.watermarks).containsExactly(T - 1);

    observe(watermarks, T + 60_000);
    assertThat(emitted.watermarks).containsExactly(T - 1, T + 59_999);
  }

  @Test
  void periodClosesLaterByTheAllowedLateness() {
    WatermarkGenerator<Decoded> watermarks =
        watermarks(false, TestDetectors.sales("period: 1m", "allowedLateness: 7s"));

    observe(watermarks, T + 7_000, T + 60_000, T + 66_999);
    assertThat(emitted.watermarks).containsExactly(T + 6_999);

    observe(watermarks, T + 67_000);
    assertThat(emitted.watermarks).containsExactly(T + 6_999, T + 66_999);
  }

  @Test
  void saysNothingBeforeTheClockIsKnown() {
    WatermarkGenerator<Decoded> watermarks = watermarks(true, TestDetectors.sales());

    observe(watermarks, PartitionClock.UNKNOWN, PartitionClock.UNKNOWN);
    watermarks.onPeriodicEmit(emitted);

    assertThat(emitted.watermarks).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void watermarksPassAClosingExactlyWhenTheClockDoes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Detector> detectors = new ArrayList<>();
    for (int i = 0; i < random.nextInt(1, 4); i++) {
      detectors.add(
          TestDetectors.sales(
              "period: " + random.nextInt(1, 90) + "s",
              "allowedLateness: " + random.nextInt(0, 120_000) + "ms"));
    }
    WatermarkGenerator<Decoded> watermarks = watermarks(false, detectors.toArray(Detector[]::new));
    long now = T - 200_000 + random.nextLong(400_000);
    for (int i = 0; i < 2_000; i++) {
      int before = emitted.watermarks.size();
      long heardBefore = heard();
      watermarks.onEvent(at(now), now, emitted);

      long heard = heard();
      assertThat(heard).isLessThanOrEqualTo(now);
      boolean passedOne = false;
      for (Detector detector : detectors) {
        assertThat(lastClosing(detector, heard)).isEqualTo(lastClosing(detector, now));
        passedOne |= i == 0 || lastClosing(detector, heardBefore) != lastClosing(detector, now);
      }
      assertThat(emitted.watermarks.size() > before).isEqualTo(passedOne);
      now += random.nextInt(4) == 0 ? random.nextLong(100_000) : random.nextLong(3_000);
    }
  }

  @Test
  void livePartitionIsIdleAfterTheLongestTimeoutAndActiveWithItsNextRecord() {
    WatermarkGenerator<Decoded> watermarks =
        watermarks(
            true, TestDetectors.sales("idleTimeout: 1s"), TestDetectors.sales("idleTimeout: 9s"));

    observe(watermarks, T);
    watermarks.onPeriodicEmit(emitted);
    clock.advance(Duration.ofSeconds(9));
    watermarks.onPeriodicEmit(emitted);
    assertThat(emitted.idle).isFalse();

    clock.advance(Duration.ofNanos(1));
    watermarks.onPeriodicEmit(emitted);
    assertThat(emitted.idle).isTrue();

    observe(watermarks, T + 1);
    assertThat(emitted.idle).isFalse();
    // Idle and back: the same time again is no news.
    assertThat(emitted.watermarks).containsExactly(T - 1);
  }

  @Test
  void partitionWithNothingButRecordsWithoutATimeIsIdleAfterTheTimeout() {
    WatermarkGenerator<Decoded> watermarks =
        watermarks(true, TestDetectors.sales("idleTimeout: 2s"));

    for (int i = 0; i < 10; i++) {
      clock.advance(Duration.ofSeconds(1));
      observe(watermarks, PartitionClock.UNKNOWN);
      watermarks.onPeriodicEmit(emitted);
    }

    assertThat(emitted.idle).isTrue();
  }

  @Test
  void partitionWithoutAnyRecordIsIdleAfterTheTimeout() {
    WatermarkGenerator<Decoded> watermarks =
        watermarks(true, TestDetectors.sales("idleTimeout: 2s"));

    clock.advance(Duration.ofSeconds(3));
    watermarks.onPeriodicEmit(emitted);

    assertThat(emitted.idle).isTrue();
  }

  @Test
  void boundedInputKnowsNoIdleness() {
    WatermarkGenerator<Decoded> watermarks =
        watermarks(false, TestDetectors.sales("idleTimeout: 100ms"));

    observe(watermarks, T);
    watermarks.onPeriodicEmit(emitted);
    clock.advance(Duration.ofDays(1_000));
    watermarks.onPeriodicEmit(emitted);

    assertThat(emitted.idle).isFalse();
  }

  @Test
  void leapIsTheGreatestOfMaxFutureAndTwoPeriodsWithTheirLateness() {
    assertThat(TopicTiming.of(List.of(TestDetectors.sales())).leapMillis())
        .isEqualTo(Duration.ofHours(1).toMillis());
    assertThat(
            TopicTiming.of(
                    List.of(
                        TestDetectors.sales("maxFuture: 1m"),
                        TestDetectors.sales("maxFuture: 1m", "period: 1d", "allowedLateness: 1h")))
                .leapMillis())
        .isEqualTo(Duration.ofHours(49).toMillis());
  }

  private WatermarkGenerator<Decoded> watermarks(boolean live, Detector... detectors) {
    return EventTimeWatermarks.strategy(List.of(detectors), live)
        .createWatermarkGenerator(
            new WatermarkGeneratorSupplier.Context() {
              @Override
              public MetricGroup getMetricGroup() {
                return new UnregisteredMetricsGroup();
              }

              @Override
              public RelativeClock getInputActivityClock() {
                return clock;
              }
            });
  }

  private void observe(WatermarkGenerator<Decoded> watermarks, long... times) {
    for (long time : times) {
      watermarks.onEvent(at(time), time, emitted);
    }
  }

  private static Decoded at(long clock) {
    return new Decoded(0, List.of(), List.of(), clock, clock);
  }

  /** The event time as far as downstream has heard of it. */
  private long heard() {
    return emitted.watermarks.isEmpty()
        ? Long.MIN_VALUE / 2
        : emitted.watermarks.get(emitted.watermarks.size() - 1) + 1;
  }

  private static long lastClosing(Detector detector, long time) {
    long period = detector.period().toMillis();
    return Math.floorDiv(time - detector.allowedLateness().toMillis(), period);
  }

  private static final class Emitted implements WatermarkOutput {
    private final List<Long> watermarks = new ArrayList<>();
    private boolean idle;

    @Override
    public void emitWatermark(Watermark watermark) {
      watermarks.add(watermark.getTimestamp());
    }

    @Override
    public void markIdle() {
      idle = true;
    }

    @Override
    public void markActive() {
      idle = false;
    }
  }

  private static final class ManualClock implements RelativeClock {
    private long nanos;

    private void advance(Duration duration) {
      nanos += duration.toNanos();
    }

    @Override
    public long relativeTimeMillis() {
      return nanos / 1_000_000;
    }

    @Override
    public long relativeTimeNanos() {
      return nanos;
    }
  }
}
