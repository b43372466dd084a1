package io.anomalystack.model.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 1d},
 * {@code 1w}, and any of these put together from the longest unit down, such as {@code 1h30m}. A
 * day is 24 hours.
 */
public final class DurationText {
  /** Nine digits of the longest unit are still far from overflow. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?:([0-9]{1,9})w)?(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m(?!s))?"
              + "(?:([0-9]{1,9})s)?(?:([0-9]{1,9})ms)?");

  private DurationText() {}

  /** The duration that a text means; empty if it means none. */
  public static Optional<Duration> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofDays(7 * part(parts, 1))
            .plusDays(part(parts, 2))
            .plusHours(part(parts, 3))
            .plusMinutes(part(parts, 4))
            .plusSeconds(part(parts, 5))
            .plusMillis(part(parts, 6)));
  }

  /** A text that {@link #parse} reads as the same duration, to the millisecond; without weeks. */
  public static String format(Duration duration) {
    String text =
        part(duration.toDaysPart(), "d")
            + part(duration.toHoursPart(), "h")
            + part(duration.toMinutesPart(), "m")
            + part(duration.toSecondsPart(), "s")
            + part(duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text;
  }

  private static long part(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
  }

  private static String part(long count, String unit) {
    return count == 0 ? "" : count + unit;
  }
}
