package io.anomalystack.forward.parse;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the time that a logger writes before its message, such as {@code 2024-11-22 15:15:33,123}.
 *
 * @param zone the logger's, where it writes none
 */
record LocalTimes(ZoneId zone) {
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})[ T](\\d{2}:\\d{2}:\\d{2})(?:[.,](\\d{1,9}))?(Z|[+-]\\d{2}:\\d{2})?");

  /** The first time in a text. */
  Optional<Instant> find(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.find()) {
      return Optional.empty();
    }
    String fraction = time.group(3) == null ? "" : "." + time.group(3);
    String local = time.group(1) + "T" + time.group(2) + fraction;
    try {
      return Optional.of(
          time.group(4) == null
              ? LocalDateTime.parse(local).atZone(zone).toInstant()
              : OffsetDateTime.parse(local + time.group(4)).toInstant());
    } catch (DateTimeException e) {
      // The digits of something else.
      return Optional.empty();
    }
  }
}
