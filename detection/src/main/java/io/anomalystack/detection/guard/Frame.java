package io.anomalystack.detection.guard;

import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;

/**
 * The unit in which a forest sees a series: {@code (value - offset) * 2^exponent}. A forest stores
 * floats, which have 24 significant bits and end at 3e38, and its rules know absolute constants
 * such as 1e-3; in the frame a typical deviation is about 2^30, far from both. The factor is a
 * power of two and the offset is zero wherever floats resolve the series without one, so that on
 * ordinary data the forest works with exactly the digits of the values.
 *
 * @param offset in the measure's unit
 * @param exponent of the factor 2^exponent
 */
public record Frame(double offset, int exponent) {

  /** Where a typical deviation is put. */
  private static final int SCALE_EXPONENT = 30;

  /** Beyond this many deviations from zero floats would lose the series' last digits. */
  private static final double RESOLVED_WITHOUT_OFFSET = 1 << 12;

  /** Beyond this many deviations from the offset floats hardly show a deviation any more. */
  private static final double RESOLVED = 1 << 19;

  /** In the frame: smaller deviations drown in the forest's absolute constants. */
  private static final double SMALLEST_SCALE = 1.0 / 64;

  /** In the frame: floats still hold the squares of such values. */
  private static final double LIMIT = 0x1p60;

  /** In the frame: a level beyond it would leave no room below the limit. */
  private static final double LARGEST_LEVEL = 0x1p55;

  /** The frame for values that deviate by {@code scale} from {@code level}. */
  static Frame around(double level, double scale) {
    double offset = Math.abs(level) / scale <= RESOLVED_WITHOUT_OFFSET ? 0 : level;
    return new Frame(offset, SCALE_EXPONENT - Math.getExponent(scale));
  }

  /** Whether a forest can still see values that deviate by {@code scale} from {@code level}. */
  boolean resolves(double level, double scale) {
    double framedScale = distanceToFrame(scale);
    return reaches(level)
        && framedScale >= SMALLEST_SCALE
        && Math.abs(unlimited(level)) <= RESOLVED * framedScale;
  }

  /** Whether {@code level} leaves room below the limit. */
  boolean reaches(double level) {
    return Math.abs(unlimited(level)) <= LARGEST_LEVEL;
  }

  public double toFrame(double value) {
    return Math.max(-LIMIT, Math.min(LIMIT, unlimited(value)));
  }

  /** Always finite. */
  public double fromFrame(double framed) {
    double value = Math.scalb(framed, -exponent) + offset;
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
  }

  public double distanceToFrame(double distance) {
    return Math.min(LIMIT, Math.scalb(distance, exponent));
  }

  public void writeTo(SnapshotWriter writer) {
    writer.putDouble(offset);
    writer.putInt(exponent);
  }

  public static Frame readFrom(SnapshotReader reader) {
    return new Frame(reader.getDouble(), reader.getInt());
  }

  private double unlimited(double value) {
    return Math.scalb(value - offset, exponent);
  }
}
