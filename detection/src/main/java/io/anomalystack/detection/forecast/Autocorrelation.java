package io.anomalystack.detection.forecast;

import java.util.Arrays;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/** Finds the period of a series by the peaks of its autocorrelation. */
final class Autocorrelation {
  private static final double TRIMMED = 0.01;
  private static final int SHORTEST_PERIOD = 3;

  /** As many whole periods must be there. */
  private static final int LEAST_PERIODS = 3;

  private static final double LEAST_CORRELATION = 0.3;

  /** How far a peak must rise above the least correlation at any shorter lag. */
  private static final double LEAST_PROMINENCE = 0.2;

  /** The first peak nearly as high as the highest is the period; others are its multiples. */
  private static final double NEARLY_HIGHEST = 0.85;

  /** Noise makes many peaks of a broad one: up to so many times the first one's lag. */
  private static final double SAME_PEAK = 1.3;

  private Autocorrelation() {}

  /**
   * @param values equally spaced, oldest first
   * @return the period as a number of values, or 0 where there is none to be seen
   */
  static int period(float[] values) {
    int length = values.length;
    if (length < LEAST_PERIODS * SHORTEST_PERIOD) {
      return 0;
    }
    double[] correlation = of(withoutTrend(trimmed(values)));
    if (correlation == null) {
      return 0;
    }
    double leastRise = Math.max(LEAST_PROMINENCE, 3 / Math.sqrt(length));
    int longest = length / LEAST_PERIODS;
    double highest = 0;
    double lowest = correlation[1];
    boolean[] peaks = new boolean[longest + 1];
    for (int lag = 2; lag <= longest; lag++) {
      lowest = Math.min(lowest, correlation[lag]);
      peaks[lag] =
          lag >= SHORTEST_PERIOD
              && correlation[lag] > LEAST_CORRELATION
              && correlation[lag] >= correlation[lag - 1]
              && correlation[lag] >= correlation[lag + 1]
              && correlation[lag] - lowest > leastRise;
      if (peaks[lag]) {
        highest = Math.max(highest, correlation[lag]);
      }
    }
    for (int lag = SHORTEST_PERIOD; lag <= longest; lag++) {
      if (peaks[lag] && correlation[lag] >= NEARLY_HIGHEST * highest) {
        return highest(correlation, lag, Math.min(longest, (int) (SAME_PEAK * lag)));
      }
    }
    return 0;
  }

  private static int highest(double[] correlation, int from, int to) {
    int highest = from;
    for (int lag = from + 1; lag <= to; lag++) {
      highest = correlation[lag] > correlation[highest] ? lag : highest;
    }
    return highest;
  }

  /** So that a few outliers do not hide the rest. */
  private static double[] trimmed(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    double low = sorted[(int) (TRIMMED * (sorted.length - 1))];
    double high = sorted[(int) ((1 - TRIMMED) * (sorted.length - 1))];
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = Math.max(low, Math.min(high, values[i]));
    }
    return result;
  }

  private static double[] withoutTrend(double[] values) {
    int n = values.length;
    double middle = (n - 1) / 2.0;
    double mean = 0;
    for (double value : values) {
      mean += value / n;
    }
    double covariance = 0;
    double spread = 0;
    for (int i = 0; i < n; i++) {
      covariance += (i - middle) * (values[i] - mean);
      spread += (i - middle) * (i - middle);
    }
    double slope = covariance / spread;
    double[] result = new double[n];
    for (int i = 0; i < n; i++) {
      result[i] = values[i] - mean - slope * (i - middle);
    }
    return result;
  }

  /** At lags 0 to a third of the length and one more; null for a constant. */
  private static double[] of(double[] values) {
    int n = values.length;
    int padded = Integer.highestOneBit(2 * n - 1) * 2;
    double[][] complex = {Arrays.copyOf(values, padded), new double[padded]};
    transform(complex, TransformType.FORWARD);
    for (int i = 0; i < padded; i++) {
      complex[0][i] = complex[0][i] * complex[0][i] + complex[1][i] * complex[1][i];
      complex[1][i] = 0;
    }
    transform(complex, TransformType.INVERSE);
    double[] products = complex[0];
    if (!(products[0] > 0)) {
      return null;
    }
    double[] correlation = new double[n / LEAST_PERIODS + 2];
    for (int lag = 0; lag < correlation.length; lag++) {
      correlation[lag] = products[lag] / products[0] * n / (n - lag);
    }
    return correlation;
  }

  private static void transform(double[][] complex, TransformType type) {
    FastFourierTransformer.transformInPlace(complex, DftNormalization.STANDARD, type);
  }
}
