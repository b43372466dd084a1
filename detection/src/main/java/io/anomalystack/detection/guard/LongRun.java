package io.anomalystack.detection.guard;

import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;

/**
 * Mean and standard deviation of a series over about its last thousand points. It remembers what
 * the recent values forget: a series that rests at night is not surprised by its morning, and one
 * that is mostly zero keeps the size of its rare other values.
 */
final class LongRun {

  private static final double FIRST_GAIN = 0.005;
  private static final double LAST_GAIN = 0.001;

  /**
   * Deviations count as at most this many standard deviations, so that an outlier widens the
   * deviation by little, yet values that make up a thousandth of the series are learned in full.
   */
  private static final double LARGEST_STEP = 30;

  private double mean;
  private double deviation;
  private long count;

  /** Starts over from these values. */
  void restart(double[] values) {
    mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, distance(value, mean));
    }
    // In units of the largest one, so that no square overflows.
    double squares = 0;
    for (double value : values) {
      double share = largest == 0 ? 0 : distance(value, mean) / largest;
      squares += share * share / values.length;
    }
    deviation = largest * Math.sqrt(squares);
    count = values.length;
  }

  /**
   * @param scale above zero: what deviations are measured by where the series has none yet
   */
  void add(double value, double scale) {
    count++;
    double gain = Math.max(LAST_GAIN, Math.min(FIRST_GAIN, 1.0 / count));
    double step = LARGEST_STEP * Math.max(deviation, scale);
    double bounded = Math.max(mean - step, Math.min(mean + step, value));
    deviation = rootMeanSquare(deviation, distance(bounded, mean), gain);
    mean = (1 - gain) * mean + gain * bounded;
  }

  double mean() {
    return mean;
  }

  double deviation() {
    return deviation;
  }

  void writeTo(SnapshotWriter writer) {
    writer.putDouble(mean);
    writer.putDouble(deviation);
    writer.putLong(count);
  }

  static LongRun readFrom(SnapshotReader reader) {
    LongRun longRun = new LongRun();
    longRun.mean = reader.getDouble();
    longRun.deviation = reader.getDouble();
    longRun.count = reader.getLong();
    return longRun;
  }

  private static double rootMeanSquare(double old, double added, double gain) {
    double larger = Math.max(old, added);
    if (larger == 0) {
      return 0;
    }
    double oldShare = old / larger;
    double addedShare = added / larger;
    return larger * Math.sqrt((1 - gain) * oldShare * oldShare + gain * addedShare * addedShare);
  }

  private static double distance(double a, double b) {
    return Math.min(Math.abs(a - b), Double.MAX_VALUE);
  }
}
