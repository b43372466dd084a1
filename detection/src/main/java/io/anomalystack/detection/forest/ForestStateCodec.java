package io.anomalystack.detection.forest;

import com.amazon.randomcutforest.config.ForestMode;
import com.amazon.randomcutforest.config.Precision;
import com.amazon.randomcutforest.config.TransformMethod;
import com.amazon.randomcutforest.parkservices.state.ThresholdedRandomCutForestState;
import com.amazon.randomcutforest.state.ExecutionContext;
import com.amazon.randomcutforest.state.RandomCutForestState;
import com.amazon.randomcutforest.state.preprocessor.PreprocessorState;
import com.amazon.randomcutforest.state.sampler.CompactSamplerState;
import com.amazon.randomcutforest.state.tree.CompactRandomCutTreeState;
import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The library's state objects, field by field: what differs between two models of one {@link
 * ForestConfig} is written, and the rest is filled in from the configuration. Fields that the
 * library keeps for states of its own older versions are left out.
 */
final class ForestStateCodec {

  private ForestStateCodec() {}

  static void write(ThresholdedRandomCutForestState state, SnapshotWriter writer) {
    writeTrees(state.getForestState(), writer);
    PreprocessorCodec.write(state.getPreprocessorStates()[0], writer);
    PredictorCodec.write(state.getPredictorCorrectorState(), writer);
    DescriptorCodec.write(state.getLastDescriptorState(), writer);
    writer.putText(state.getScoringStrategy());
  }

  static ThresholdedRandomCutForestState read(SnapshotReader reader, ForestConfig config) {
    ThresholdedRandomCutForestState state = new ThresholdedRandomCutForestState();
    state.setForestMode(ForestMode.STANDARD.name());
    state.setTransformMethod(TransformMethod.NONE.name());
    state.setForestState(readTrees(reader, config));
    state.setPreprocessorStates(new PreprocessorState[] {PreprocessorCodec.read(reader, config)});
    state.setPredictorCorrectorState(PredictorCodec.read(reader));
    state.setLastDescriptorState(DescriptorCodec.read(reader));
    state.setScoringStrategy(reader.getText());
    return state;
  }

  private static void writeTrees(RandomCutForestState state, SnapshotWriter writer) {
    writer.putLong(state.getTotalUpdates());
    PointStoreCodec.write(state.getPointStoreState(), writer);
    for (CompactSamplerState sampler : state.getCompactSamplerStates()) {
      SamplerCodec.write(sampler, writer);
    }
    for (CompactRandomCutTreeState tree : state.getCompactRandomCutTreeStates()) {
      TreeCodec.write(tree, writer);
    }
    TreeFloats.write(state, writer);
  }

  private static RandomCutForestState readTrees(SnapshotReader reader, ForestConfig config) {
    RandomCutForestState state = new RandomCutForestState();
    state.setTotalUpdates(reader.getLong());
    state.setPointStoreState(PointStoreCodec.read(reader, config));
    List<CompactSamplerState> samplers = new ArrayList<>(config.trees());
    for (int i = 0; i < config.trees(); i++) {
      samplers.add(SamplerCodec.read(reader, config));
    }
    List<CompactRandomCutTreeState> trees = new ArrayList<>(config.trees());
    for (int i = 0; i < config.trees(); i++) {
      trees.add(TreeCodec.read(reader, config));
    }
    state.setCompactSamplerStates(samplers);
    state.setCompactRandomCutTreeStates(trees);
    TreeFloats.read(reader, state);
    configure(state, config);
    return state;
  }

  private static void configure(RandomCutForestState state, ForestConfig config) {
    state.setNumberOfTrees(config.trees());
    state.setSampleSize(config.sampleSize());
    state.setShingleSize(config.shingleSize());
    state.setDimensions(config.dimensions());
    state.setTimeDecay(config.timeDecay());
    state.setOutputAfter(config.outputAfter());
    state.setBoundingBoxCacheFraction(config.boundingBoxCacheFraction());
    state.setInternalShinglingEnabled(true);
    state.setCurrentlySampling(true);
    state.setCompact(true);
    state.setCompressed(true);
    state.setPartialTreeState(true);
    state.setSaveTreeStateEnabled(true);
    state.setSaveSamplerStateEnabled(true);
    state.setSaveCoordinatorStateEnabled(true);
    state.setPrecision(Precision.FLOAT_32.name());
    state.setExecutionContext(new ExecutionContext());
  }
}
