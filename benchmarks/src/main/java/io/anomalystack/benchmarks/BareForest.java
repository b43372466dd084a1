package io.anomalystack.benchmarks;

import com.amazon.randomcutforest.config.ForestMode;
import com.amazon.randomcutforest.config.TransformMethod;
import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import io.anomalystack.detection.forest.ForestConfig;

/** The library's forest without anything of ours, set as ours are: what all is measured against. */
final class BareForest {
  private final ThresholdedRandomCutForest forest;
  private long points;

  BareForest(long seed) {
    ForestConfig config = ForestConfig.standard();
    forest =
        ThresholdedRandomCutForest.builder()
            .dimensions(config.shingleSize())
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
  }

  double process(double value) {
    return forest.process(new double[] {value}, ++points).getAnomalyGrade();
  }

  ThresholdedRandomCutForest forest() {
    return forest;
  }
}
