package io.anomalystack.detection.forest;

import com.amazon.randomcutforest.state.sampler.CompactSamplerState;
import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;

/** Which points one tree holds, and how soon each is to leave; the weights are kept apart. */
final class SamplerCodec {

  private SamplerCodec() {}

  static void write(CompactSamplerState state, SnapshotWriter writer) {
    writer.putInt(state.getSize());
    writer.putDouble(state.getTimeDecay());
    writer.putDouble(state.getInitialAcceptFraction());
    writer.putLong(state.getSequenceIndexOfMostRecentTimeDecayUpdate());
    writer.putLong(state.getMaxSequenceIndex());
    writer.putLong(state.getRandomSeed());
    writer.putInts(state.getPointIndex());
  }

  static CompactSamplerState read(SnapshotReader reader, ForestConfig config) {
    CompactSamplerState state = new CompactSamplerState();
    state.setCompressed(true);
    state.setCapacity(config.sampleSize());
    state.setSize(reader.getInt());
    state.setTimeDecay(reader.getDouble());
    state.setInitialAcceptFraction(reader.getDouble());
    state.setSequenceIndexOfMostRecentTimeDecayUpdate(reader.getLong());
    state.setMaxSequenceIndex(reader.getLong());
    state.setRandomSeed(reader.getLong());
    state.setPointIndex(reader.getInts());
    return state;
  }
}
