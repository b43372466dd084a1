package io.anomalystack.job.peers;

import java.util.Arrays;

/** Robust statistics of a sample, for which a minority of its values does not matter. */
final class Medians {
  /**
   * The standard deviation of a normal distribution in median absolute deviations: {@code
   * 1/Φ⁻¹(3/4)} (Hampel, 1974).
   */
  private static final double DEVIATIONS = 1.4826;

  private Medians() {}

  /** The median of the first {@code count} values, which are sorted by it; at least one. */
  static double of(double[] values, int count) {
    Arrays.sort(values, 0, count);
    double below = values[(count - 1) / 2];
    double above = values[count / 2];
    return below == above ? below : below / 2 + above / 2;
  }

  /**
   * The robust standard deviation of values whose median is 0.
   *
   * @param values the first {@code count} of them are replaced by their absolutes, sorted
   */
  static double spread(double[] values, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = Math.abs(values[i]);
    }
    return DEVIATIONS * of(values, count);
  }
}
