package io.anomalystack.detection.forest;

/**
 * How strongly a point speaks for an anomaly: the decimal digits of how rarely its series surprises
 * the forecast so much, and, where the forest grades it, those of how rarely it surprises the
 * forest.
 *
 * @param byForecast from the forecast alone
 * @param byForest from the forest alone
 */
record Evidence(double byForecast, double byForest) {
  /** The evidence of a score of 70. */
  static final double ALERTING = 4.5;

  private static final double ALERTING_SCORE = 70;

  /** Of the digits beyond this only the logarithm counts: they are extrapolated. */
  private static final double FULL_FORECAST_DIGITS = 5;

  /** How many digits beyond those of the number of points are believed. */
  private static final double EXTRAPOLATED_DIGITS = 2.5;

  /** More digits than this say no more. */
  private static final double MOST_FOREST_DIGITS = 4;

  /** What the forest's grade of 1 is worth besides. */
  private static final double GRADE_DIGITS = 1.5;

  /** Points from its first score on until a forest's grades are fully believed. */
  private static final double MATURE_AFTER = 256;

  /**
   * @param forecastRarity decimal digits
   * @param grade 0 to 1
   * @param forestRarity decimal digits
   * @param scored points that the forest has scored
   */
  static Evidence of(double forecastRarity, double grade, double forestRarity, long scored) {
    return new Evidence(
        damped(Math.min(forecastRarity, mostDigits(scored))),
        grade
            * (GRADE_DIGITS + Math.min(MOST_FOREST_DIGITS, forestRarity))
            * Math.min(1, scored / MATURE_AFTER));
  }

  /** Few points cannot show how rare something is; a hundred may alert by themselves. */
  private static double mostDigits(long scored) {
    return EXTRAPOLATED_DIGITS + Math.log10(Math.max(1, scored));
  }

  private static double damped(double digits) {
    return digits <= FULL_FORECAST_DIGITS
        ? digits
        : FULL_FORECAST_DIGITS + Math.log1p(digits - FULL_FORECAST_DIGITS);
  }

  double total() {
    return byForecast + byForest;
  }

  /** From 0 to below 100, rising with the evidence. */
  double score() {
    double half = ALERTING * (100 - ALERTING_SCORE) / ALERTING_SCORE;
    return 100 * total() / (total() + half);
  }
}
