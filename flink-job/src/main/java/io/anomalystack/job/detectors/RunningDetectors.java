package io.anomalystack.job.detectors;

import io.anomalystack.model.detector.Detector;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;

/**
 * The detectors by which one task of an operator works: those that the job was submitted with, then
 * whichever set came last. They are part of the operator's state, since a restored job is submitted
 * with the old ones.
 */
public final class RunningDetectors implements Serializable {
  private final DetectorSet submitted;
  private final boolean watched;

  private transient DetectorSet now;
  private transient ListState<byte[]> state;

  /**
   * Detectors that may change.
   *
   * @param watched whether others may come; if not, those submitted count after a restore as well
   */
  public RunningDetectors(List<Detector> submitted, boolean watched) {
    this.submitted = DetectorSet.submitted(submitted);
    this.watched = watched;
  }

  /** Detectors that stay as they are. */
  public static RunningDetectors unchanging(List<Detector> detectors) {
    return new RunningDetectors(detectors, false);
  }

  /** Takes up what an operator had saved. */
  void restore(OperatorStateStore store) throws Exception {
    // All tasks have the same set at a checkpoint's barrier, so one of them says it for all.
    state =
        store.getUnionListState(
            new ListStateDescriptor<>(
                "detectors", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    now = submitted;
    if (watched) {
      for (byte[] saved : state.get()) {
        now = SavedDetectors.<DetectorSet>read(saved).orElse(now);
      }
    }
  }

  void save(int subtask) throws Exception {
    state.clear();
    // Where nobody watches, readers and their enumerator save none either: after a restore all are
    // to begin with the same.
    if (watched && subtask == 0) {
      state.add(SavedDetectors.write(now));
    }
  }

  /**
   * Takes another set, which every reader of the topic sends.
   *
   * @return those before; empty where it is known already
   */
  Optional<DetectorSet> take(DetectorSet next) {
    if (!next.isNewerThan(now)) {
      return Optional.empty();
    }
    DetectorSet before = now;
    now = next;
    return Optional.of(before);
  }

  /** As they are now. */
  public List<Detector> now() {
    return now == null ? submitted.detectors() : now.detectors();
  }
}
