package io.anomalystack.detection.forest;

import com.amazon.randomcutforest.state.statistics.DeviationState;
import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;

/** Decayed sums. */
final class DeviationCodec {

  private DeviationCodec() {}

  static void write(DeviationState[] states, SnapshotWriter writer) {
    writer.putInt(states.length);
    for (DeviationState state : states) {
      writer.putDouble(state.getDiscount());
      writer.putDouble(state.getWeight());
      writer.putDouble(state.getSumSquared());
      writer.putDouble(state.getSum());
      writer.putInt(state.getCount());
    }
  }

  static DeviationState[] read(SnapshotReader reader) {
    DeviationState[] states = new DeviationState[reader.getInt()];
    for (int i = 0; i < states.length; i++) {
      states[i] = new DeviationState();
      states[i].setDiscount(reader.getDouble());
      states[i].setWeight(reader.getDouble());
      states[i].setSumSquared(reader.getDouble());
      states[i].setSum(reader.getDouble());
      states[i].setCount(reader.getInt());
    }
    return states;
  }
}
