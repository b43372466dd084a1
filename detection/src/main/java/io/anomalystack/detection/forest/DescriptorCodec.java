package io.anomalystack.detection.forest;

import com.amazon.randomcutforest.parkservices.state.returntypes.ComputeDescriptorState;
import com.amazon.randomcutforest.state.returntypes.DiVectorState;
import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;

/** What the forest remembers of one earlier point; null where there is none yet. */
final class DescriptorCodec {

  private DescriptorCodec() {}

  static void write(ComputeDescriptorState state, SnapshotWriter writer) {
    writer.putBoolean(state != null);
    if (state == null) {
      return;
    }
    writer.putLong(state.getInternalTimeStamp());
    writer.putLong(state.getInputTimeStamp());
    writer.putDouble(state.getScore());
    writer.putDouble(state.getThreshold());
    writer.putDouble(state.getAnomalyGrade());
    writer.putInt(state.getRelativeIndex());
    writer.putText(state.getStrategy());
    writer.putText(state.getCorrectionMode());
    writer.putDoubles(state.getAttribution().getHigh());
    writer.putDoubles(state.getAttribution().getLow());
    writer.putDoubles(state.getPoint());
    writer.putDoubles(state.getExpectedPoint());
    writer.putDoubles(state.getCurrentInput());
    writer.putDoubles(state.getShift());
    writer.putDoubles(state.getPostShift());
    writer.putDoubles(state.getScale());
    writer.putDoubles(state.getPostDeviations());
    writer.putDouble(state.getTransformDecay());
  }

  static ComputeDescriptorState read(SnapshotReader reader) {
    if (!reader.getBoolean()) {
      return null;
    }
    ComputeDescriptorState state = new ComputeDescriptorState();
    state.setInternalTimeStamp(reader.getLong());
    state.setInputTimeStamp(reader.getLong());
    state.setScore(reader.getDouble());
    state.setThreshold(reader.getDouble());
    state.setAnomalyGrade(reader.getDouble());
    state.setRelativeIndex(reader.getInt());
    state.setStrategy(reader.getText());
    state.setCorrectionMode(reader.getText());
    DiVectorState attribution = new DiVectorState();
    attribution.setHigh(reader.getDoubles());
    attribution.setLow(reader.getDoubles());
    state.setAttribution(attribution);
    state.setPoint(reader.getDoubles());
    state.setExpectedPoint(reader.getDoubles());
    state.setCurrentInput(reader.getDoubles());
    state.setShift(reader.getDoubles());
    state.setPostShift(reader.getDoubles());
    state.setScale(reader.getDoubles());
    state.setPostDeviations(reader.getDoubles());
    state.setTransformDecay(reader.getDouble());
    return state;
  }
}
