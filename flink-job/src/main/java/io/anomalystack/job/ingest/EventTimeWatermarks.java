package io.anomalystack.job.ingest;

import io.anomalystack.model.detector.Detector;
import java.util.List;
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
  private final boolean live;
  private final RelativeClock clock;
  private TopicTiming timing;
  private long nextClosing = Long.MIN_VALUE;
  private boolean sawRecord;
  private long silentSince;
  private boolean idle;

  private EventTimeWatermarks(TopicTiming timing, RelativeClock clock, boolean live) {
    this.timing = timing;
    this.clock = clock;
    this.live = live;
    this.silentSince = clock.relativeTimeNanos();
  }

  /**
   * The strategy for a topic.
   *
   * @param live whether partitions can fall silent; a bounded input knows no idleness
   */
  public static WatermarkStrategy<Decoded> strategy(List<Detector> detectors, boolean live) {
    TopicTiming timing = TopicTiming.of(detectors);
    return WatermarkStrategy.forGenerator(
        context -> new EventTimeWatermarks(timing, context.getInputActivityClock(), live));
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
    if (decoded.timing() != null && decoded.timing() != timing) {
      // Other detectors read it than the record before.
      timing = decoded.timing();
      nextClosing = Long.MIN_VALUE;
    }
    long now = decoded.clock();
    if (now == PartitionClock.UNKNOWN || now < nextClosing) {
      return;
    }
    nextClosing = timing.closings().stream().mapToLong(c -> c.next(now)).min().orElseThrow();
    // Flink's watermark is the time up to which all has been seen; a record at `now` may yet come.
    output.emitWatermark(new Watermark(now - 1));
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    if (idle || !live) {
      return;
    }
    long time = clock.relativeTimeNanos();
    if (sawRecord) {
      sawRecord = false;
      silentSince = time;
    } else if (time - silentSince > timing.idleTimeout().toNanos()) {
      idle = true;
      output.markIdle();
    }
  }
}
