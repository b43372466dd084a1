package io.anomalystack.benchmarks.accuracy;

/**
 * What NAB charges for mistakes. The figures are those of its {@code config/profiles.json}; a found
 * window is worth at most 1, and a true negative is worth nothing, whatever that file says.
 */
enum NabProfile {
  STANDARD("standard", 0.11, 1),
  REWARD_LOW_FP("low FP", 0.22, 1),
  REWARD_LOW_FN("low FN", 0.11, 2);

  private final String label;
  private final double falsePositive;
  private final double falseNegative;

  NabProfile(String label, double falsePositive, double falseNegative) {
    this.label = label;
    this.falsePositive = falsePositive;
    this.falseNegative = falseNegative;
  }

  String label() {
    return label;
  }

  /** The charge for a false alarm far from any window. */
  double falsePositive() {
    return falsePositive;
  }

  /** The charge for a missed window. */
  double falseNegative() {
    return falseNegative;
  }
}
