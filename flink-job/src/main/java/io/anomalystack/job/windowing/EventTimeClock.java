package io.anomalystack.job.windowing;

import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A topic's event time as one task knows it: Flink's watermark, which Flink does not restore, and
 * the wall clock's pace while the whole topic is silent.
 */
final class EventTimeClock {
  private static final long UNKNOWN = Long.MIN_VALUE;

  private ListState<Long> watermarkState;
  private ListState<Long> lagState;
  private long watermark = UNKNOWN;
  private long lag = UNKNOWN;

  /** Restores the furthest watermark that any task had; while records come, all have the same. */
  void restore(OperatorStateStore store) throws Exception {
    watermarkState = store.getUnionListState(new ListStateDescriptor<>("event-time", Types.LONG));
    lagState = store.getUnionListState(new ListStateDescriptor<>("event-time-lag", Types.LONG));
    for (long saved : watermarkState.get()) {
      watermark = Math.max(watermark, saved);
    }
    for (long saved : lagState.get()) {
      lag = lag == UNKNOWN ? saved : Math.min(lag, saved);
    }
  }

  void save() throws Exception {
    watermarkState.clear();
    lagState.clear();
    if (watermark != UNKNOWN) {
      watermarkState.add(watermark);
    }
    if (lag != UNKNOWN) {
      lagState.add(lag);
    }
  }

  /**
   * Takes a watermark from upstream.
   *
   * @param wallClock epoch ms
   * @return whether event time moved
   */
  boolean advance(long newWatermark, long wallClock) {
    if (!moveTo(newWatermark)) {
      // What lies behind says nothing of how far behind the topic is.
      return false;
    }
    lag = wallClock - newWatermark;
    return true;
  }

  /** Follows the wall clock minus the lag last observed; returns whether event time moved. */
  boolean followWallClock(long wallClock) {
    return lag != UNKNOWN && moveTo(wallClock - lag);
  }

  private boolean moveTo(long newWatermark) {
    if (newWatermark <= watermark) {
      return false;
    }
    watermark = newWatermark;
    return true;
  }

  /** Flink's notion: no record at or before this instant is on time any more. */
  long watermark() {
    return watermark;
  }

  /** The event time: the newest timestamp believed; {@link Long#MIN_VALUE} before any. */
  long eventTime() {
    return watermark == UNKNOWN ? UNKNOWN : watermark + 1;
  }
}
