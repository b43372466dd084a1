package io.anomalystack.local.replay;

import io.anomalystack.job.ingest.EndOfInput;
import io.anomalystack.model.detector.Detector;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Brings what one topic's detectors put out into one order, whatever the number of tasks that made
 * it. Runs as a single task.
 *
 * <p>A period that ends at {@code e} is decided before event time leaves {@code e} plus its
 * detector's allowed lateness behind, and what is said of an incident at {@code e} is said by then.
 * So once event time has passed {@code e} plus the longest lateness, nothing of {@code e} or before
 * can come any more. Held back is only what belongs to that span of time.
 *
 * @param <T> what is put out
 */
final class InOrder<T> extends AbstractStreamOperator<T> implements OneInputStreamOperator<T, T> {
  private final OutputOrder<T> order;
  private final long longestLateness;

  private transient HeldBack<T> heldBack;

  InOrder(OutputOrder<T> order, List<Detector> detectors) {
    this.order = order;
    longestLateness =
        detectors.stream().mapToLong(d -> d.allowedLateness().toMillis()).max().orElseThrow();
  }

  @Override
  public void open() throws Exception {
    super.open();
    heldBack = new HeldBack<>(order);
  }

  @Override
  public void processElement(StreamRecord<T> element) {
    heldBack.add(element.getValue());
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    // A watermark of w says that event time is w + 1; the last one, that there is no more.
    long settled =
        EndOfInput.is(watermark.getTimestamp())
            ? Long.MAX_VALUE
            : watermark.getTimestamp() + 1 - longestLateness;
    heldBack.release(settled, element -> output.collect(new StreamRecord<>(element)));
    super.processWatermark(watermark);
  }
}
