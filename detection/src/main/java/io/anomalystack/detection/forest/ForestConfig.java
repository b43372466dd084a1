package io.anomalystack.detection.forest;

import io.anomalystack.detection.guard.SeriesGuard;
import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;
import java.io.Serializable;

/**
 * The settings of a forest. Fixed for the life of a model: they are part of its snapshot.
 *
 * @param trees more make scores smoother, and everything slower and larger in proportion
 * @param sampleSize shingles that each tree remembers
 * @param inputs numbers that make up one point
 * @param shingleSize successive points that are looked at together
 * @param timeDecay how fast old points leave the samples, per point; from 0 to below 1
 * @param outputAfter points before the first score; they are held back until all are there
 * @param initialAcceptFraction how full a sample must be before new points begin to be left out
 * @param anomalyRate expected fraction of anomalies, for the threshold
 * @param boundingBoxCacheFraction of the trees' nodes whose bounds are kept instead of computed:
 *     heap against speed, without effect on scores
 */
public record ForestConfig(
    int trees,
    int sampleSize,
    int inputs,
    int shingleSize,
    double timeDecay,
    int outputAfter,
    double initialAcceptFraction,
    double anomalyRate,
    double boundingBoxCacheFraction)
    implements Serializable {

  public ForestConfig {
    check(trees >= 1, "trees", "at least 1", trees);
    check(sampleSize >= 2, "sampleSize", "at least 2", sampleSize);
    check(inputs >= 1, "inputs", "at least 1", inputs);
    // One point alone can neither be forecast nor imputed.
    check(shingleSize >= 2, "shingleSize", "at least 2", shingleSize);
    check(timeDecay >= 0 && timeDecay < 1, "timeDecay", "from 0 to below 1", timeDecay);
    check(
        outputAfter > shingleSize && outputAfter <= SeriesGuard.capacity(),
        "outputAfter",
        "above shingleSize and at most " + SeriesGuard.capacity(),
        outputAfter);
    check(
        initialAcceptFraction > 0 && initialAcceptFraction <= 1,
        "initialAcceptFraction",
        "above 0 and at most 1",
        initialAcceptFraction);
    check(anomalyRate > 0 && anomalyRate < 1, "anomalyRate", "between 0 and 1", anomalyRate);
    check(
        boundingBoxCacheFraction >= 0 && boundingBoxCacheFraction <= 1,
        "boundingBoxCacheFraction",
        "from 0 to 1",
        boundingBoxCacheFraction);
  }

  /**
   * As many points in all trees together as OpenSearch's single streams have, in fewer and deeper
   * trees. A point of a measure is two numbers, so that five points make a shingle of ten.
   */
  public static ForestConfig standard() {
    return new ForestConfig(10, 768, 2, 5, 1e-4, 32, 0.125, 0.005, 0.1);
  }

  /** The same for points of so many numbers. */
  ForestConfig withInputs(int count) {
    return new ForestConfig(
        trees,
        sampleSize,
        count,
        shingleSize,
        timeDecay,
        outputAfter,
        initialAcceptFraction,
        anomalyRate,
        boundingBoxCacheFraction);
  }

  /** The numbers in a shingle. */
  int dimensions() {
    return inputs * shingleSize;
  }

  void writeTo(SnapshotWriter writer) {
    writer.putInt(trees);
    writer.putInt(sampleSize);
    writer.putInt(inputs);
    writer.putInt(shingleSize);
    writer.putDouble(timeDecay);
    writer.putInt(outputAfter);
    writer.putDouble(initialAcceptFraction);
    writer.putDouble(anomalyRate);
    writer.putDouble(boundingBoxCacheFraction);
  }

  static ForestConfig readFrom(SnapshotReader reader) {
    return new ForestConfig(
        reader.getInt(),
        reader.getInt(),
        reader.getInt(),
        reader.getInt(),
        reader.getDouble(),
        reader.getInt(),
        reader.getDouble(),
        reader.getDouble(),
        reader.getDouble());
  }

  private static void check(boolean holds, String name, String expected, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": must be " + expected + ", was " + value);
    }
  }
}
