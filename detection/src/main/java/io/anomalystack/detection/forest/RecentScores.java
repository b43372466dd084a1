package io.anomalystack.detection.forest;

import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;

/**
 * The last scores, up and down apart. What is not more unusual than something of late in the same
 * direction is its sequel, and no news.
 */
final class RecentScores {
  private static final int CAPACITY = 100;

  /** Negative for points below what was predicted. */
  private final float[] ring;

  private int next;

  RecentScores() {
    this(new float[CAPACITY]);
  }

  private RecentScores(float[] ring) {
    this.ring = ring;
  }

  /**
   * Remembers a score.
   *
   * @return whether it is above all those remembered of the same direction
   */
  boolean isNews(double score, boolean up) {
    float signed = (float) (up ? score : -score);
    boolean news = true;
    for (float before : ring) {
      news &= up ? signed > before : signed < before;
    }
    ring[next] = signed;
    next = (next + 1) % CAPACITY;
    return news;
  }

  void writeTo(SnapshotWriter writer) {
    writer.putFloats(ring);
    writer.putInt(next);
  }

  static RecentScores readFrom(SnapshotReader reader) {
    RecentScores scores = new RecentScores(reader.getFloatArray());
    scores.next = reader.getInt();
    return scores;
  }
}
