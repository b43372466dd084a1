package io.anomalystack.job.detectors;

import io.anomalystack.model.detector.Detector;
import java.util.List;
import java.util.Optional;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * A keyed operator that hears by a second input, to which every task listens, of other detectors.
 * Event time is that of its first input alone: the second comes straight from the source, which
 * knows nothing of what is held back, or goes on in silence, in between.
 *
 * @param <IN> what it takes
 * @param <OUT> what it sends on
 */
public abstract class DetectorsOperator<IN, OUT> extends AbstractStreamOperator<OUT>
    implements TwoInputStreamOperator<IN, DetectorSet, OUT> {
  private final RunningDetectors running;

  protected DetectorsOperator(RunningDetectors running) {
    this.running = running;
  }

  /** The detectors as they are now. */
  protected List<Detector> detectors() {
    return running.now();
  }

  /**
   * Other detectors have come; {@link #detectors} are those already.
   *
   * @param before those until now
   */
  protected abstract void detectorsChanged(List<Detector> before) throws Exception;

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    running.restore(context.getOperatorStateStore());
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    running.save(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
  }

  @Override
  public void processElement2(StreamRecord<DetectorSet> element) throws Exception {
    Optional<DetectorSet> before = running.take(element.getValue());
    if (before.isPresent()) {
      detectorsChanged(before.get().detectors());
    }
  }

  @Override
  @SuppressWarnings("rawtypes") // as declared by Flink
  public void setKeyContextElement1(StreamRecord record) throws Exception {
    // The key is set only where keyed state or a timer is touched: not for every element.
  }

  @Override
  @SuppressWarnings("rawtypes") // as declared by Flink
  public void setKeyContextElement2(StreamRecord record) {
    // Detectors are nobody's alone.
  }

  @Override
  public void processWatermark1(Watermark watermark) throws Exception {
    processWatermark(watermark);
  }

  @Override
  public void processWatermark2(Watermark watermark) {
    // See above.
  }

  @Override
  protected void processWatermarkStatus(WatermarkStatus status, int input) throws Exception {
    if (input == 0) {
      processWatermarkStatus(status);
    }
  }
}
