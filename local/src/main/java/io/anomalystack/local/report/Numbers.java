package io.anomalystack.local.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as people read them. */
public final class Numbers {
  private static final MathContext SIGNIFICANT = new MathContext(6);
  private static final double MOST_PLAIN = 1e15;
  private static final double DIGITS_OF_A_SPAN = 2.5;
  private static final int MOST_DECIMALS = 12;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final double NANOS_PER_SECOND = 1e9;

  private Numbers() {}

  /** A count with its thousands set apart, such as {@code 12,345}. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A value in a few digits, such as {@code 20.25} or {@code 1,234,560}. */
  public static String value(double value) {
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
      return value(value);
    }
    double decimals = Math.floor(DIGITS_OF_A_SPAN - Math.log10(span));
    return String.format(
        Locale.ROOT, "%,." + (int) Math.max(0, Math.min(MOST_DECIMALS, decimals)) + "f", value);
  }

  /** A score of 0 to 100, with one decimal. */
  public static String score(double score) {
    return String.format(Locale.ROOT, "%.1f", score);
  }

  /** A number of which the first decimal is enough, such as {@code 1,234.5}. */
  public static String decimal(double value) {
    return String.format(Locale.ROOT, "%,.1f", value);
  }

  /** A count with the noun that goes with it, such as {@code 1 window} or {@code 2 windows}. */
  public static String counted(long count, String noun) {
    return count(count) + " " + noun + (count == 1 ? "" : "s");
  }

  /** A length of time in seconds, such as {@code 4.2 s}. */
  public static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toNanos() / NANOS_PER_SECOND);
  }

  /** So many in a second, such as {@code 12,345/s}. */
  public static String rate(long count, Duration time) {
    return count(Math.round(count * NANOS_PER_SECOND / Math.max(1, time.toNanos()))) + "/s";
  }

  /** A part of a whole in per cent, such as {@code 0.5 %}. */
  public static String share(long part, long whole) {
    return String.format(Locale.ROOT, "%.1f %%", whole == 0 ? 0.0 : 100.0 * part / whole);
  }

  /** An instant in UTC, to the second. */
  public static String time(long epochMillis) {
    return TIME.format(Instant.ofEpochMilli(epochMillis));
  }
}
