package io.anomalystack.job.scoring;

import java.io.Serializable;

/**
 * How models are kept.
 *
 * @param liveModels most models that a parallel slice of the job holds on its heap, all topics
 *     together, about 450 KB each at most
 * @param snapshotInterval points from one snapshot of a model to the next
 */
public record ScoringSettings(int liveModels, int snapshotInterval) implements Serializable {
  /** Restores within 20 ms, and costs the scoring path little: see docs/decisions. */
  public static final int DEFAULT_SNAPSHOT_INTERVAL = 128;

  /** These models take up to 630 MB of a task's heap. */
  public static final int DEFAULT_LIVE_MODELS = 1_400;

  /** The settings of one of several operators that hold models on the same heap. */
  public ScoringSettings sharedBy(int operators) {
    return new ScoringSettings(Math.max(1, liveModels / operators), snapshotInterval);
  }

  /** What suits a task with 1 GB of heap. */
  public static ScoringSettings defaults() {
    return new ScoringSettings(DEFAULT_LIVE_MODELS, DEFAULT_SNAPSHOT_INTERVAL);
  }
}
