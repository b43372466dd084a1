package io.anomalystack.detection.forest;

import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;

/**
 * The last scores. What is not more unusual than something of late is its sequel, and no news: the
 * end of an outage, the next peak of a burst.
 */
final class RecentScores {
  private static final int CAPACITY = 100;

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
   * @return whether it is above all those remembered
   */
  boolean isNews(double score) {
    float added = (float) score;
    boolean news = true;
    for (float before : ring) {
      news &= added > before;
    }
    ring[next] = added;
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
