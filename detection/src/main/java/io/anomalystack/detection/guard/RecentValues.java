package io.anomalystack.detection.guard;

import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;
import java.util.Arrays;

/**
 * The last values of a series as they came, and what is usual among them: their median and the
 * scale of their deviations from it. Up to half of the values may be outliers without moving either
 * far.
 */
final class RecentValues {

  /** How many values are kept. A new level is believed after half as many. */
  static final int CAPACITY = 64;

  /** Makes the median absolute deviation of normal data its standard deviation. */
  private static final double MAD_TO_SIGMA = 1.4826;

  /** Deviations below this fraction of the level are rounding noise of a constant series. */
  private static final double ROUNDING_NOISE = 1e-13;

  /** What counts as the scale of a constant series, as a fraction of its level. */
  private static final double CONSTANT_SCALE = 0.01;

  /** What counts as the scale of a series that is constantly zero, in the measure's unit. */
  private static final double ZERO_SCALE = 1.0;

  private final double[] ring = new double[CAPACITY];
  private int next;
  private int size;

  // Follow from the ring, and are therefore not saved.
  private final double[] sorted = new double[CAPACITY];
  private double level;
  private double scale = ZERO_SCALE;
  private boolean constant = true;

  void add(double value) {
    // Adding zero makes -0.0 a 0.0, which sorting would tell apart.
    double added = value + 0.0;
    if (size == CAPACITY) {
      remove(ring[next]);
    }
    insert(added);
    ring[next] = added;
    next = (next + 1) % CAPACITY;
    summarize();
  }

  int size() {
    return size;
  }

  /** The median; 0 before the first value. */
  double level() {
    return level;
  }

  /** The typical deviation from the level: positive, and comparable with a standard deviation. */
  double scale() {
    return scale;
  }

  /** Whether (nearly) all values are the same, so that {@link #scale} is a convention. */
  boolean isConstant() {
    return constant;
  }

  /** The value that came the given number of points ago; 0 is the last one. */
  double ago(int points) {
    return ring[Math.floorMod(next - 1 - points, CAPACITY)];
  }

  /** The kept values, oldest first. */
  double[] inOrder() {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = ago(size - 1 - i);
    }
    return values;
  }

  void writeTo(SnapshotWriter writer) {
    writer.putDoubles(inOrder());
  }

  static RecentValues readFrom(SnapshotReader reader) {
    RecentValues recent = new RecentValues();
    for (double value : reader.getDoubles()) {
      recent.add(value);
    }
    return recent;
  }

  private void insert(double value) {
    int found = Arrays.binarySearch(sorted, 0, size, value);
    int at = found < 0 ? -found - 1 : found;
    System.arraycopy(sorted, at, sorted, at + 1, size - at);
    sorted[at] = value;
    size++;
  }

  private void remove(double value) {
    int at = Arrays.binarySearch(sorted, 0, size, value);
    System.arraycopy(sorted, at + 1, sorted, at, size - at - 1);
    size--;
  }

  private void summarize() {
    level = sorted[(size - 1) / 2] / 2 + sorted[size / 2] / 2;
    double rounding = ROUNDING_NOISE * Math.abs(level);
    scale = MAD_TO_SIGMA * medianDeviation();
    if (scale <= rounding) {
      scale = trimmedMeanDeviation();
    }
    constant = scale <= rounding;
    if (constant) {
      scale = level == 0 ? ZERO_SCALE : CONSTANT_SCALE * Math.abs(level);
    }
    // Of values near the ends of the range of doubles.
    scale = Math.max(Double.MIN_NORMAL, Math.min(scale, Double.MAX_VALUE));
  }

  private double medianDeviation() {
    return new Outward().skip(size / 2).next();
  }

  /** The mean of the lower seven eighths of the deviations: what remains where most are zero. */
  private double trimmedMeanDeviation() {
    int kept = size - size / 8;
    Outward deviations = new Outward();
    double mean = 0;
    for (int i = 0; i < kept; i++) {
      mean += deviations.next() / kept;
    }
    return mean;
  }

  /** Walks from the median outwards, and so meets the deviations from it in rising order. */
  private final class Outward {
    private int below = (size - 1) / 2;
    private int above = below + 1;

    Outward skip(int count) {
      for (int i = 0; i < count; i++) {
        next();
      }
      return this;
    }

    double next() {
      double down = below < 0 ? Double.POSITIVE_INFINITY : level - sorted[below];
      double up = above >= size ? Double.POSITIVE_INFINITY : sorted[above] - level;
      if (down <= up) {
        below--;
        return Math.max(0, down);
      }
      above++;
      return Math.max(0, up);
    }
  }
}
