package io.anomalystack.job.scoring;

import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Decision;
import java.nio.ByteBuffer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;

/** Keeps models as the first release did: a bare snapshot, and a journal of bare values. */
final class EarlierRelease extends KeyedProcessFunction<String, Point, Decision> {
  private static final long serialVersionUID = 1L;

  /** How its snapshots began. */
  private static final int KIND = 0x52434641;

  private transient ValueState<byte[]> snapshot;
  private transient ListState<Double> journal;

  /** The state after a point. */
  static OperatorSubtaskState scored(Point point) throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<String, Point, Decision> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new EarlierRelease()), Point::timeseriesId, Types.STRING)) {
      harness.setup(
          TypeInformation.of(Decision.class).createSerializer(new SerializerConfigImpl()));
      harness.open();
      harness.processElement(new StreamRecord<>(point, point.end() - 1));
      return harness.snapshot(1, 1);
    }
  }

  @Override
  public void open(OpenContext context) {
    snapshot =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    "model-snapshot", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    journal =
        getRuntimeContext().getListState(new ListStateDescriptor<>("model-journal", Types.DOUBLE));
  }

  @Override
  public void processElement(Point point, Context context, Collector<Decision> decisions)
      throws Exception {
    snapshot.update(ByteBuffer.allocate(64).putInt(KIND).putInt(1).array());
    journal.add(point.values().get(0));
  }
}
