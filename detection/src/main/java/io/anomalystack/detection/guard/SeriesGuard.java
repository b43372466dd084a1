package io.anomalystack.detection.guard;

import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;

/**
 * Knows what is usual for one series, and keeps from its forest what would blind it: one value
 * thousands of times too large stays in the forest's sample for a long time, and everything else
 * looks alike beside it.
 */
public final class SeriesGuard {

  /** Values are clipped this many typical deviations away from what is usual. */
  static final double CLIP_DEVIATIONS = 100;

  /** The same among the values that a forest starts with: an outlier weighs more among few. */
  private static final double FIRST_DEVIATIONS = 10;

  private final RecentValues recent;
  private final LongRun longRun;

  public SeriesGuard() {
    this(new RecentValues(), new LongRun());
  }

  private SeriesGuard(RecentValues recent, LongRun longRun) {
    this.recent = recent;
    this.longRun = longRun;
  }

  /** The most values that a guard remembers, and so the longest warm-up. */
  public static int capacity() {
    return RecentValues.CAPACITY;
  }

  /** Remembers a value of the warm-up, when nothing is usual yet. */
  public void collect(double value) {
    recent.add(value);
  }

  /** Remembers a value and updates what is usual. */
  public void learn(double value) {
    longRun.add(value, recent.scale());
    recent.add(value);
  }

  /** Takes what is usual from the remembered values alone: after the warm-up or a new frame. */
  public void settle() {
    longRun.restart(clippedAt(FIRST_DEVIATIONS));
  }

  /**
   * The value, or the nearest one that is not more than {@value #CLIP_DEVIATIONS} deviations from
   * both the recent and the long-run level. Half the recent values suffice for a new level, so a
   * series that stays beyond is no longer clipped.
   */
  public double clip(double value) {
    double near = CLIP_DEVIATIONS * recent.scale();
    double far = CLIP_DEVIATIONS * longRun.deviation();
    double low = Math.min(recent.level() - near, longRun.mean() - far);
    double high = Math.max(recent.level() + near, longRun.mean() + far);
    return Math.max(low, Math.min(high, value));
  }

  /** How far a value may be from the expected one without being unusual, in the measure's unit. */
  public double tolerance() {
    return recent.isConstant() && recent.level() != 0 ? recent.scale() : 0;
  }

  /** The frame that suits the remembered values. */
  public Frame frame() {
    return Frame.around(recent.level(), recent.scale());
  }

  /**
   * Whether most of the remembered values are outside what the frame resolves: too far from its
   * offset for the digits of a float, or calmer by ten orders of magnitude.
   */
  public boolean hasLeft(Frame frame) {
    if (recent.size() < RecentValues.CAPACITY) {
      return false;
    }
    // The scale of a constant series is a convention: nothing is lost when it is not resolved.
    boolean inside =
        recent.isConstant()
            ? frame.reaches(recent.level())
            : frame.resolves(recent.level(), recent.scale());
    return !inside && !frame.equals(frame());
  }

  /** The remembered values, oldest first, those far from the others clipped. */
  public double[] clipped() {
    return clippedAt(FIRST_DEVIATIONS);
  }

  /** The value learned that many points ago: 0 is the last one. Zero where there was none. */
  public double valueAgo(int points) {
    return recent.ago(points);
  }

  public void writeTo(SnapshotWriter writer) {
    recent.writeTo(writer);
    longRun.writeTo(writer);
  }

  public static SeriesGuard readFrom(SnapshotReader reader) {
    return new SeriesGuard(RecentValues.readFrom(reader), LongRun.readFrom(reader));
  }

  private double[] clippedAt(double deviations) {
    double level = recent.level();
    double reach = deviations * recent.scale();
    double[] values = recent.inOrder();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(level - reach, Math.min(level + reach, values[i]));
    }
    return values;
  }
}
