package io.anomalystack.local.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as people read them. */
public final class Numbers {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final double NANOS_PER_SECOND = 1e9;

  private Numbers() {}

  /** A count with its thousands set apart, such as {@code 12,345}. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
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
