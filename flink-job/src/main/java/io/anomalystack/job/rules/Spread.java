package io.anomalystack.job.rules;

import io.anomalystack.model.detector.Check.Baseline;
import java.util.Arrays;

/** What some values, at least one, have in common. */
final class Spread {
  private Spread() {}

  static double baseline(Baseline of, double[] values) {
    return switch (of) {
      case MEDIAN -> median(values);
      case MEAN -> mean(values);
      case MAX -> Arrays.stream(values).max().orElseThrow();
      case MIN -> Arrays.stream(values).min().orElseThrow();
    };
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : sorted[half - 1] / 2 + sorted[half] / 2;
  }

  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** The standard deviation of a sample, with n - 1; exactly 0 where all values are the same. */
  static double deviation(double[] values, double mean) {
    double squares = 0;
    boolean same = true;
    for (double value : values) {
      same &= value == values[0];
      squares += (value - mean) * (value - mean);
    }
    return same ? 0 : Math.sqrt(squares / (values.length - 1));
  }
}
