package io.anomalystack.local.quality;

import java.util.OptionalDouble;

/** Parts of a whole, which may be nothing. */
final class Ratio {
  private Ratio() {}

  static OptionalDouble of(long part, long whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }

  /** The harmonic mean of precision and recall; empty where one of them is. */
  static OptionalDouble f1(OptionalDouble precision, OptionalDouble recall) {
    if (precision.isEmpty() || recall.isEmpty()) {
      return OptionalDouble.empty();
    }
    double p = precision.getAsDouble();
    double r = recall.getAsDouble();
    return OptionalDouble.of(p + r == 0 ? 0 : 2 * p * r / (p + r));
  }
}
