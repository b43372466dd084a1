package io.anomalystack.job.rules;

import java.util.Arrays;

/**
 * The latest values of a series, at most so many. What is computed of them goes from the oldest to
 * the newest, so that it is the same to the last bit after a restore.
 */
final class Recent {
  private static final int FIRST_CAPACITY = 16;

  private final int most;
  private double[] ring;
  private int size;
  private int oldest;

  Recent(int most) {
    this.most = most;
    this.ring = new double[Math.min(FIRST_CAPACITY, most)];
  }

  void add(double value) {
    if (size < ring.length) {
      ring[size++] = value;
    } else if (size < most) {
      ring = Arrays.copyOf(ring, Math.min(most, 2 * size));
      ring[size++] = value;
    } else {
      ring[oldest] = value;
      oldest = (oldest + 1) % most;
    }
  }

  int size() {
    return size;
  }

  /** From the oldest to the newest. */
  double[] values() {
    double[] values = new double[size];
    System.arraycopy(ring, oldest, values, 0, size - oldest);
    System.arraycopy(ring, 0, values, size - oldest, oldest);
    return values;
  }
}
