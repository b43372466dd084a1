package io.anomalystack.detection.forecast;

import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;

/**
 * How finely deviations of a series are told apart: not below a thousandth of its usual size, nor
 * far below the steps in which it changes.
 */
final class Grain {
  private static final double SIZE_SHARE = 1e-3;
  private static final double STEP_SHARE = 0.1;
  private static final double SIZE_GAIN = 0.01;
  private static final double STEP_GAIN = 0.02;

  /** Values count as at most this many times the usual ones, once a few are known. */
  private static final double LARGEST = 10;

  private static final int FEW = 8;

  private double size;
  private double step;
  private double last;
  private long values;
  private long steps;

  void add(double value) {
    double change = Math.abs(value - last);
    if (values > 0 && change > 0) {
      steps++;
      double bounded = steps > FEW ? Math.min(change, LARGEST * step) : change;
      step += Math.max(1.0 / steps, STEP_GAIN) * (bounded - step);
    }
    values++;
    double magnitude = Math.abs(value);
    double bounded = values > FEW ? Math.min(magnitude, LARGEST * size) : magnitude;
    size += Math.max(1.0 / values, SIZE_GAIN) * (bounded - size);
    last = value;
  }

  /** Above zero. */
  double floor() {
    return Math.max(Math.max(SIZE_SHARE * size, STEP_SHARE * step), Double.MIN_NORMAL);
  }

  void writeTo(SnapshotWriter writer) {
    writer.putDoubles(new double[] {size, step, last});
    writer.putLong(values);
    writer.putLong(steps);
  }

  static Grain readFrom(SnapshotReader reader) {
    Grain grain = new Grain();
    double[] numbers = reader.getDoubles();
    grain.size = numbers[0];
    grain.step = numbers[1];
    grain.last = numbers[2];
    grain.values = reader.getLong();
    grain.steps = reader.getLong();
    return grain;
  }
}
