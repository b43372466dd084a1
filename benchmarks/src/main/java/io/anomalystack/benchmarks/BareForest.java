package io.anomalystack.benchmarks;

import com.amazon.randomcutforest.config.ForestMode;
import com.amazon.randomcutforest.config.TransformMethod;
import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import io.anomalystack.detection.forest.ForestConfig;

/**
 * The library's forest without anything of ours: what all is measured against, in time, in state
 * and in accuracy. Trees, samples and rates are those that OpenSearch's anomaly detection gives a
 * single stream; values are left as they are, which finds more in NAB than its NORMALIZE. Spelled
 * out, so that the yardstick does not change with what it measures.
 */
public final class BareForest {
  private static final int SHINGLE = 8;

  private final ThresholdedRandomCutForest forest;
  private long points;

  /**
   * A forest that has seen nothing.
   *
   * @param seed of all its randomness
   */
  public BareForest(long seed) {
    forest =
        ThresholdedRandomCutForest.builder()
            .dimensions(SHINGLE)
            .shingleSize(SHINGLE)
            .internalShinglingEnabled(true)
            .numberOfTrees(30)
            .sampleSize(256)
            .timeDecay(1e-4)
            .outputAfter(32)
            .initialAcceptFraction(0.125)
            .anomalyRate(0.005)
            // Of no effect on scores, only on heap and speed: there the two must be alike.
            .boundingBoxCacheFraction(ForestConfig.standard().boundingBoxCacheFraction())
            .forestMode(ForestMode.STANDARD)
            .transformMethod(TransformMethod.NONE)
            .autoAdjust(true)
            .alertOnce(true)
            .parallelExecutionEnabled(false)
            .randomSeed(seed)
            .build();
  }

  /** The grade of the next point, 0 to 1. */
  public double process(double value) {
    return forest.process(new double[] {value}, ++points).getAnomalyGrade();
  }

  ThresholdedRandomCutForest forest() {
    return forest;
  }
}
