package io.anomalystack.job.scoring;

import io.anomalystack.model.detector.Detector;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * When a job that first reads its topic's past began to be asked. Part of its state: should it be
 * killed while it still reads, it goes on being silent up to the same instant.
 */
public final class LiveStart {
  /** Nothing is past: every decision is wanted. */
  public static final long ALWAYS = Long.MIN_VALUE;

  private final ListState<Long> state;
  private final long millis;

  /**
   * As it was at the first start.
   *
   * @param first epoch ms, should this be the first start
   */
  LiveStart(OperatorStateStore store, boolean restored, long first) throws Exception {
    state = store.getUnionListState(new ListStateDescriptor<>("live-start", Types.LONG));
    long saved = ALWAYS;
    for (long each : state.get()) {
      saved = Math.max(saved, each);
    }
    millis = restored ? saved : first;
  }

  void save() throws Exception {
    state.clear();
    if (millis != ALWAYS) {
      state.add(millis);
    }
  }

  /**
   * Whether a detector's decision is wanted.
   *
   * @param end of its period, exclusive, epoch ms
   */
  boolean isLive(Detector detector, long end) {
    return end > millis || detector.history() == null || detector.history().since() == null;
  }
}
