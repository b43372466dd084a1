package io.anomalystack.benchmarks.accuracy;

/**
 * How many standard deviations a value is from the mean of the last 100. No season, no trend, one
 * line in any language: what a detector must beat to be worth its cost.
 */
final class RollingZScore implements PointScorer {
  private static final int WINDOW = 100;
  private static final int LEAST_KNOWN = 30;

  /** The usual three sigma; scored as {@link Contender#THRESHOLD}. */
  private static final double ALERT_SIGMAS = 3;

  /** Below it a deviation from the mean is what rounding leaves of equal values. */
  private static final double ROUNDING = 1e-12;

  private final double[] recent = new double[WINDOW];
  private int seen;

  @Override
  public double score(long slot, double value) {
    double score = seen < LEAST_KNOWN ? Double.NaN : score(sigmas(value));
    recent[seen++ % WINDOW] = value;
    return score;
  }

  private double sigmas(double value) {
    int known = Math.min(seen, WINDOW);
    double mean = 0;
    for (int i = 0; i < known; i++) {
      mean += recent[i] / known;
    }
    double variance = 0;
    for (int i = 0; i < known; i++) {
      variance += (recent[i] - mean) * (recent[i] - mean) / known;
    }
    double deviation = Math.abs(value - mean);
    return deviation <= ROUNDING * Math.abs(mean) ? 0 : deviation / Math.sqrt(variance);
  }

  /** 0 to 1, rising with the deviation; 1 where all values before were equal and this is not. */
  static double score(double sigmas) {
    double half = ALERT_SIGMAS * (1 - Contender.THRESHOLD) / Contender.THRESHOLD;
    return 1 / (1 + half / sigmas);
  }
}
