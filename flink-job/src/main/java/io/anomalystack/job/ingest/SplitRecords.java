package io.anomalystack.job.ingest;

import io.anomalystack.job.detectors.DetectorSet;
import io.anomalystack.model.RejectedRecord;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * Sends samples one way and rejected records the other, and gives the end of the input its newest
 * event time. Chained to the source.
 */
public final class SplitRecords extends AbstractStreamOperator<Sample>
    implements OneInputStreamOperator<Decoded, Sample> {
  /** Records, or measures of them, that no detector counts. */
  public static final OutputTag<RejectedRecord> REJECTED =
      new OutputTag<>("rejected", RejectedRecordSerializer.TYPE);

  /** Other detectors than until now, for all who go by them. */
  public static final OutputTag<DetectorSet> DETECTORS =
      new OutputTag<>("detectors", DetectorSet.TYPE);

  private transient Map<Integer, Long> newestByPartition;
  private transient ListState<Map<Integer, Long>> newestState;
  private transient StreamRecord<Sample> element;

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    newestByPartition = new HashMap<>();
    newestState =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("newest-by-partition", Types.MAP(Types.INT, Types.LONG)));
    for (Map<Integer, Long> newest : newestState.get()) {
      newestByPartition.putAll(newest);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    newestState.clear();
    newestState.add(newestByPartition);
  }

  @Override
  public void open() throws Exception {
    super.open();
    element = new StreamRecord<>(null);
  }

  @Override
  public void processElement(StreamRecord<Decoded> record) {
    Decoded decoded = record.getValue();
    if (decoded.detectors() != null) {
      output.collect(DETECTORS, new StreamRecord<>(decoded.detectors()));
    }
    for (Sample sample : decoded.samples()) {
      output.collect(element.replace(sample, sample.eventTime()));
    }
    for (RejectedRecord rejected : decoded.rejected()) {
      output.collect(REJECTED, new StreamRecord<>(rejected));
    }
    if (decoded.newest() != PartitionClock.UNKNOWN) {
      newestByPartition.put(decoded.partition(), decoded.newest());
    }
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    if (watermark.getTimestamp() != Watermark.MAX_WATERMARK.getTimestamp()) {
      super.processWatermark(watermark);
      return;
    }
    long newest =
        newestByPartition.values().stream()
            .mapToLong(Long::longValue)
            .max()
            .orElse(PartitionClock.UNKNOWN);
    // A channel that was left out as idle would not be heard.
    output.emitWatermarkStatus(WatermarkStatus.ACTIVE);
    output.emitWatermark(new Watermark(EndOfInput.watermark(newest)));
  }
}
