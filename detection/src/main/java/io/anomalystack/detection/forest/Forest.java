package io.anomalystack.detection.forest;

import com.amazon.randomcutforest.config.ForestMode;
import com.amazon.randomcutforest.config.TransformMethod;
import com.amazon.randomcutforest.parkservices.AnomalyDescriptor;
import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import com.amazon.randomcutforest.parkservices.state.ThresholdedRandomCutForestMapper;
import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;

/** The library's forest as it is used here: one point at a time, in the unit of a frame. */
final class Forest {

  private final ThresholdedRandomCutForest forest;

  private Forest(ThresholdedRandomCutForest forest) {
    this.forest = forest;
  }

  static Forest create(ForestConfig config, long seed) {
    ThresholdedRandomCutForest forest =
        ThresholdedRandomCutForest.builder()
            .dimensions(config.dimensions())
            .shingleSize(config.shingleSize())
            .internalShinglingEnabled(true)
            .numberOfTrees(config.trees())
            .sampleSize(config.sampleSize())
            .timeDecay(config.timeDecay())
            .outputAfter(config.outputAfter())
            .initialAcceptFraction(config.initialAcceptFraction())
            .anomalyRate(config.anomalyRate())
            .boundingBoxCacheFraction(config.boundingBoxCacheFraction())
            .forestMode(ForestMode.STANDARD)
            .transformMethod(TransformMethod.NONE)
            .autoAdjust(true)
            .alertOnce(true)
            .parallelExecutionEnabled(false)
            .randomSeed(seed)
            .build();
    return new Forest(forest);
  }

  /**
   * Scores and learns a point.
   *
   * @param framed its numbers
   * @param number of the point; taken for its time, so that no gap is longer than one
   */
  AnomalyDescriptor process(double[] framed, long number) {
    return forest.process(framed, number);
  }

  /** Numbers this near to the expected ones are not unusual from now on. */
  void tolerate(double[] framedDistances) {
    forest.setIgnoreNearExpectedFromAbove(framedDistances);
    forest.setIgnoreNearExpectedFromBelow(framedDistances);
  }

  void writeTo(SnapshotWriter writer) {
    ForestStateCodec.write(new ThresholdedRandomCutForestMapper().toState(forest), writer);
  }

  static Forest readFrom(SnapshotReader reader, ForestConfig config) {
    ThresholdedRandomCutForest forest =
        new ThresholdedRandomCutForestMapper().toModel(ForestStateCodec.read(reader, config));
    return new Forest(forest);
  }
}
