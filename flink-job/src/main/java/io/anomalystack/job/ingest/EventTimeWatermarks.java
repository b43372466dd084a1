package io.anomalystack.job.ingest;

import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.Rule;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.util.clock.RelativeClock;

/**
 * Watermarks that follow a partition's clock with every record, but are sent only when some
 * detector's period closes: between two closings nothing downstream could tell the difference.
 */
public final class EventTimeWatermarks implements WatermarkGenerator<Decoded> {
  /** When a detector's periods close: {@code n * period + lateness}. */
  private record Closing(long period, long lateness) implements Serializable {
    long next(long time) {
      return (Math.floorDiv(time - lateness, period) + 1) * period + lateness;
    }
  }

  private final Set<Closing> closings;
  private final RelativeClock clock;
  private final long idleNanos;
  private long nextClosing = Long.MIN_VALUE;
  private boolean sawRecord;
  private long silentSince;
  private boolean idle;

  private EventTimeWatermarks(Set<Closing> closings, RelativeClock clock, Duration idleTimeout) {
    this.closings = closings;
    this.clock = clock;
    this.idleNanos = idleTimeout == null ? Long.MAX_VALUE : idleTimeout.toNanos();
    this.silentSince = clock.relativeTimeNanos();
  }

  /**
   * The strategy for a topic.
   *
   * @param live whether partitions can fall silent; a bounded input knows no idleness
   */
  public static WatermarkStrategy<Decoded> strategy(List<Detector> detectors, boolean live) {
    Set<Closing> closings =
        detectors.stream()
            .map(d -> new Closing(d.period().toMillis(), d.allowedLateness().toMillis()))
            .collect(Collectors.toUnmodifiableSet());
    Duration idleTimeout = live ? idleTimeout(detectors) : null;
    return WatermarkStrategy.forGenerator(
        context -> new EventTimeWatermarks(closings, context.getInputActivityClock(), idleTimeout));
  }

  /**
   * How long a topic's partition is silent before event time no longer waits for it: as long as any
   * detector says, but no longer than the silence that any of them watches for.
   */
  static Duration idleTimeout(List<Detector> detectors) {
    Duration longest =
        detectors.stream().map(Detector::idleTimeout).max(Duration::compareTo).orElseThrow();
    return detectors.stream()
        .flatMap(detector -> Rule.shortestSilence(detector.rules()).stream())
        .filter(silence -> silence.compareTo(longest) < 0)
        .min(Duration::compareTo)
        .orElse(longest);
  }

  /** How far ahead a single record is believed, see {@link PartitionClock}. */
  static long leapMillis(List<Detector> detectors) {
    return detectors.stream()
        .mapToLong(
            d ->
                Math.max(
                    d.maxFuture().toMillis(),
                    2 * d.period().toMillis() + d.allowedLateness().toMillis()))
        .max()
        .orElseThrow();
  }

  @Override
  public void onEvent(Decoded decoded, long timestamp, WatermarkOutput output) {
    if (timestamp == PartitionClock.UNKNOWN) {
      // Nothing but records without a time is silence as well.
      return;
    }
    sawRecord = true;
    if (idle) {
      idle = false;
      output.markActive();
    }
    long now = decoded.clock();
    if (now == PartitionClock.UNKNOWN || now < nextClosing) {
      return;
    }
    nextClosing = closings.stream().mapToLong(c -> c.next(now)).min().orElseThrow();
    // Flink's watermark is the time up to which all has been seen; a record at `now` may yet come.
    output.emitWatermark(new Watermark(now - 1));
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    if (idle) {
      return;
    }
    long time = clock.relativeTimeNanos();
    if (sawRecord) {
      sawRecord = false;
      silentSince = time;
    } else if (time - silentSince > idleNanos) {
      idle = true;
      output.markIdle();
    }
  }
}
