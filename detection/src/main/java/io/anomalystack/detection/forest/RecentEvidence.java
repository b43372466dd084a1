package io.anomalystack.detection.forest;

import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;

/**
 * The evidence of the last points. What is not stronger than that of something of late is its
 * sequel, and no news: the rest of an outage, the echo of a spike. The bar that a point sets for
 * those after it sinks evenly to zero, so that half as strong an anomaly is news again after 25
 * points.
 */
final class RecentEvidence {
  private static final int CAPACITY = 50;

  private final float[] ring;
  private int next;

  RecentEvidence() {
    this(new float[CAPACITY]);
  }

  private RecentEvidence(float[] ring) {
    this.ring = ring;
  }

  /**
   * Remembers a point's evidence.
   *
   * @param evidence not negative
   * @return whether it is news
   */
  boolean isNews(double evidence) {
    boolean news = true;
    for (int ago = 1; ago < CAPACITY; ago++) {
      float before = ring[Math.floorMod(next - ago, CAPACITY)];
      news &= before == 0 || evidence > before * (1 - (double) ago / CAPACITY);
    }
    ring[next] = (float) evidence;
    next = (next + 1) % CAPACITY;
    return news;
  }

  void writeTo(SnapshotWriter writer) {
    writer.putFloats(ring);
    writer.putInt(next);
  }

  static RecentEvidence readFrom(SnapshotReader reader) {
    RecentEvidence evidence = new RecentEvidence(reader.getFloatArray());
    evidence.next = reader.getInt();
    return evidence;
  }
}
