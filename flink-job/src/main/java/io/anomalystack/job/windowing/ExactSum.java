package io.anomalystack.job.windowing;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/**
 * A sum of doubles that does not depend on their order: exact while it adds up, rounded once at the
 * end. One different last bit would change a forest's scores.
 *
 * <p>Method: non-overlapping partial sums (Shewchuk, "Adaptive Precision Floating-Point
 * Arithmetic", 1997, as in Python's {@code math.fsum}). Partials near the end of the range, where
 * an intermediate sum could overflow though the total does not, are added up as decimals instead. A
 * total out of range is held to the largest finite value.
 */
final class ExactSum {
  /** Sums of fewer than 2^50 numbers below this cannot overflow. */
  private static final double LARGE = 0x1p970;

  private static final double[] NONE = {};

  private double[] partials = NONE;
  private BigDecimal large = BigDecimal.ZERO;

  ExactSum() {}

  /** A sum as it was saved. */
  ExactSum(double[] partials, BigDecimal large) {
    this.partials = partials;
    this.large = large;
  }

  void add(double value) {
    if (Math.abs(value) >= LARGE) {
      large = large.add(new BigDecimal(value));
      return;
    }
    double x = value;
    int kept = 0;
    for (double partial : partials) {
      double y = partial;
      if (Math.abs(x) < Math.abs(y)) {
        double swap = x;
        x = y;
        y = swap;
      }
      double high = x + y;
      double low = y - (high - x);
      if (low != 0) {
        partials[kept++] = low;
      }
      x = high;
    }
    if (kept + 1 != partials.length) {
      partials = Arrays.copyOf(partials, kept + 1);
    }
    partials[kept] = x;
  }

  /** The sum, correctly rounded; never infinite. */
  double value() {
    if (large.signum() == 0 && partials.length <= 1) {
      // Adding zero makes -0.0 a plain zero.
      return partials.length == 0 ? 0 : partials[0] + 0.0;
    }
    return finite(total());
  }

  /** The sum divided by a count above 0; never infinite. */
  double mean(long count) {
    double sum = value();
    return Math.abs(sum) < Double.MAX_VALUE
        ? sum / count
        : finite(total().divide(BigDecimal.valueOf(count), MathContext.DECIMAL128));
  }

  private BigDecimal total() {
    BigDecimal total = large;
    for (double partial : partials) {
      total = total.add(new BigDecimal(partial));
    }
    return total;
  }

  private static double finite(BigDecimal number) {
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, number.doubleValue())) + 0.0;
  }

  double[] partials() {
    return partials;
  }

  BigDecimal large() {
    return large;
  }
}
