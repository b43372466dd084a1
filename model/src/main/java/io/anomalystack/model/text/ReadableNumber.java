package io.anomalystack.model.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Values as people read them. */
public final class ReadableNumber {
  private static final MathContext SIGNIFICANT = new MathContext(6);
  private static final double MOST_PLAIN = 1e15;
  private static final double DIGITS_OF_A_SPAN = 2.5;
  private static final int MOST_DECIMALS = 12;

  private ReadableNumber() {}

  /** A value in a few digits, such as {@code 20.25} or {@code 1,234,560}. */
  public static String of(double value) {
    if (!Double.isFinite(value) || Math.abs(value) >= MOST_PLAIN) {
      return Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(SIGNIFICANT).stripTrailingZeros();
    int decimals = Math.max(0, rounded.scale());
    return String.format(Locale.ROOT, "%,." + decimals + "f", rounded);
  }

  /**
   * A value of which no more is known than how it lies in a range: to about a hundredth of that.
   *
   * @param span the range's width
   */
  public static String near(double value, double span) {
    if (!(span > 0) || !Double.isFinite(span) || Math.abs(value) >= MOST_PLAIN) {
      return of(value);
    }
    double decimals = Math.floor(DIGITS_OF_A_SPAN - Math.log10(span));
    return String.format(
        Locale.ROOT, "%,." + (int) Math.max(0, Math.min(MOST_DECIMALS, decimals)) + "f", value);
  }
}
