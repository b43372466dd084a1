package io.anomalystack.local.quality;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Counts scores, so as to say what another threshold would have made of them. A decision is an
 * anomaly where its score is above the threshold; so a score of 70.5 is one up to a threshold of
 * 70.
 */
final class Scores {
  private static final int THRESHOLDS = 100;

  /** A better F1 by less may be the luck of one or two alerts, and is not worth an advice. */
  private static final double LEAST_GAIN = 0.05;

  private final long[] inWindows = new long[THRESHOLDS];
  private final long[] elsewhere = new long[THRESHOLDS];

  void add(double score, boolean inWindow) {
    if (score > 0) {
      (inWindow ? inWindows : elsewhere)[greatestThreshold(score)]++;
    }
  }

  /**
   * The threshold with the greatest F1, the nearest one among equals.
   *
   * @param current the one that was used
   * @param windows what became of the windows with that
   * @return empty where it would be hardly better
   */
  Optional<ThresholdHint> hint(double current, Totals now, List<WindowResult> windows) {
    long[] windowsByThreshold = new long[THRESHOLDS];
    for (WindowResult window : windows) {
      double greatest = window.greatestScore().orElse(0);
      if (window.outcome().counts() && greatest > 0) {
        windowsByThreshold[greatestThreshold(greatest)]++;
      }
    }
    ThresholdHint best = null;
    long right = 0;
    long alerts = 0;
    long found = 0;
    for (int threshold = THRESHOLDS - 1; threshold >= 0; threshold--) {
      right += inWindows[threshold];
      alerts += inWindows[threshold] + elsewhere[threshold];
      found += windowsByThreshold[threshold];
      OptionalDouble precision = Ratio.of(right, alerts);
      OptionalDouble recall = Ratio.of(found, now.windows().counted());
      OptionalDouble f1 = Ratio.f1(precision, recall);
      if (f1.isPresent()) {
        ThresholdHint hint =
            new ThresholdHint(
                current,
                threshold,
                precision.getAsDouble(),
                recall.getAsDouble(),
                f1.getAsDouble());
        best = better(best, hint);
      }
    }
    double needed = now.f1().orElse(0) + LEAST_GAIN;
    return Optional.ofNullable(best).filter(hint -> hint.f1() >= needed);
  }

  private static ThresholdHint better(ThresholdHint one, ThresholdHint other) {
    if (one == null || other.f1() > one.f1()) {
      return other;
    }
    boolean nearer =
        Math.abs(other.threshold() - other.current()) < Math.abs(one.threshold() - one.current());
    return other.f1() == one.f1() && nearer ? other : one;
  }

  /** The greatest whole threshold with which the score, above 0, is an anomaly. */
  private static int greatestThreshold(double score) {
    return Math.min(THRESHOLDS, (int) Math.ceil(score)) - 1;
  }
}
