package io.anomalystack.detection.forest;

import com.amazon.randomcutforest.state.RandomCutForestState;
import com.amazon.randomcutforest.state.sampler.CompactSamplerState;
import com.amazon.randomcutforest.state.store.NodeStoreState;
import com.amazon.randomcutforest.state.tree.CompactRandomCutTreeState;
import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;
import java.nio.ByteBuffer;

/** Weights and cut values of all trees together: half of a snapshot, and compressed better so. */
final class TreeFloats {

  private TreeFloats() {}

  static void write(RandomCutForestState state, SnapshotWriter writer) {
    ByteBuffer weights =
        ByteBuffer.allocate(
            state.getCompactSamplerStates().stream()
                .mapToInt(sampler -> Float.BYTES * sampler.getSize())
                .sum());
    for (CompactSamplerState sampler : state.getCompactSamplerStates()) {
      weights.asFloatBuffer().put(sampler.getWeight());
      weights.position(weights.position() + Float.BYTES * sampler.getSize());
    }
    writer.putFloats(weights.array());

    ByteBuffer cuts =
        ByteBuffer.allocate(
            state.getCompactRandomCutTreeStates().stream()
                .map(CompactRandomCutTreeState::getNodeStoreState)
                .mapToInt(TreeFloats::cutBytes)
                .sum());
    for (CompactRandomCutTreeState tree : state.getCompactRandomCutTreeStates()) {
      if (cutBytes(tree.getNodeStoreState()) > 0) {
        cuts.put(tree.getNodeStoreState().getCutValueData());
      }
    }
    writer.putFloats(cuts.array());
  }

  /**
   * @param state with samplers and trees that lack only their floats
   */
  static void read(SnapshotReader reader, RandomCutForestState state) {
    ByteBuffer weights = ByteBuffer.wrap(reader.getFloats());
    for (CompactSamplerState sampler : state.getCompactSamplerStates()) {
      float[] weight = new float[sampler.getSize()];
      weights.asFloatBuffer().get(weight);
      weights.position(weights.position() + Float.BYTES * weight.length);
      sampler.setWeight(weight);
    }
    ByteBuffer cuts = ByteBuffer.wrap(reader.getFloats());
    for (CompactRandomCutTreeState tree : state.getCompactRandomCutTreeStates()) {
      NodeStoreState nodes = tree.getNodeStoreState();
      if (cutBytes(nodes) > 0) {
        byte[] values = new byte[cutBytes(nodes)];
        cuts.get(values);
        nodes.setCutValueData(values);
      }
    }
  }

  /** A tree of one leaf has no cuts, and no array for them. */
  private static int cutBytes(NodeStoreState nodes) {
    return nodes.isCanonicalAndNotALeaf() ? Float.BYTES * nodes.getSize() : 0;
  }
}
