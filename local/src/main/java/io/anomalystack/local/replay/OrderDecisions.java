package io.anomalystack.local.replay;

import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Brings the decisions of one topic into one order, whatever the number of tasks that made them.
 * Runs as a single task.
 *
 * <p>A period that ends at {@code e} is decided before event time leaves {@code e} plus its
 * detector's allowed lateness behind. So once event time has passed {@code e} plus the longest
 * lateness, no decision of a period that ends at {@code e} or before can come any more. Held back
 * are only the decisions of that span of time.
 */
final class OrderDecisions extends AbstractStreamOperator<Decision>
    implements OneInputStreamOperator<Decision, Decision> {
  private final long longestLateness;

  private transient HeldBackDecisions heldBack;

  OrderDecisions(List<Detector> detectors) {
    longestLateness =
        detectors.stream().mapToLong(d -> d.allowedLateness().toMillis()).max().orElseThrow();
  }

  @Override
  public void open() throws Exception {
    super.open();
    heldBack = new HeldBackDecisions();
  }

  @Override
  public void processElement(StreamRecord<Decision> element) {
    heldBack.add(element.getValue());
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    // A watermark of w says that event time is w + 1; the last one, that there is no more.
    long settled =
        watermark.getTimestamp() == Watermark.MAX_WATERMARK.getTimestamp()
            ? Long.MAX_VALUE
            : watermark.getTimestamp() + 1 - longestLateness;
    heldBack.release(settled, decision -> output.collect(new StreamRecord<>(decision)));
    super.processWatermark(watermark);
  }
}
