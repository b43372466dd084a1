package io.anomalystack.detection.forest;

import com.amazon.randomcutforest.config.Precision;
import com.amazon.randomcutforest.state.Version;
import com.amazon.randomcutforest.state.store.NodeStoreState;
import com.amazon.randomcutforest.state.tree.CompactRandomCutTreeState;
import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;

/** The cuts of one tree, but for their values; its leaves follow from the sampler. */
final class TreeCodec {

  private TreeCodec() {}

  static void write(CompactRandomCutTreeState state, SnapshotWriter writer) {
    writer.putInt(state.getRoot());
    writer.putLong(state.getSeed());
    writer.putInt(state.getOutputAfter());
    NodeStoreState nodes = state.getNodeStoreState();
    writer.putInt(nodes.getCapacity());
    writer.putInt(nodes.getSize());
    writer.putBoolean(nodes.isCanonicalAndNotALeaf());
    writer.putInts(nodes.getLeftIndex());
    writer.putInts(nodes.getRightIndex());
    writer.putInts(nodes.getCutDimension());
  }

  static CompactRandomCutTreeState read(SnapshotReader reader, ForestConfig config) {
    CompactRandomCutTreeState state = new CompactRandomCutTreeState();
    state.setVersion(Version.V3_0);
    state.setMaxSize(config.sampleSize());
    state.setDimensions(config.dimensions());
    state.setBoundingBoxCacheFraction(config.boundingBoxCacheFraction());
    state.setPartialTreeState(true);
    state.setRoot(reader.getInt());
    state.setSeed(reader.getLong());
    state.setOutputAfter(reader.getInt());
    NodeStoreState nodes = new NodeStoreState();
    nodes.setVersion(Version.V3_0);
    nodes.setCompressed(true);
    nodes.setPartialTreeStateEnabled(true);
    nodes.setPrecision(Precision.FLOAT_32.name());
    nodes.setCapacity(reader.getInt());
    nodes.setSize(reader.getInt());
    nodes.setCanonicalAndNotALeaf(reader.getBoolean());
    nodes.setLeftIndex(reader.getInts());
    nodes.setRightIndex(reader.getInts());
    nodes.setCutDimension(reader.getInts());
    state.setNodeStoreState(nodes);
    return state;
  }
}
