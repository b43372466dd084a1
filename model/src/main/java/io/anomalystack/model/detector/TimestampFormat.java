package io.anomalystack.model.detector;

import java.io.Serializable;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * How a record writes its time.
 *
 * @param kind one of the named forms, or a pattern
 * @param pattern a {@link java.time.format.DateTimeFormatter} pattern; only with {@link
 *     Kind#PATTERN}
 * @param zone the zone id in which the pattern's local time is meant; only with {@link
 *     Kind#PATTERN}, null where the pattern itself holds an offset or zone
 */
public record TimestampFormat(Kind kind, String pattern, String zone) implements Serializable {
  /** The named forms of the detector file. */
  public enum Kind {
    ISO8601,
    EPOCH_SECONDS,
    EPOCH_MILLIS,
    EPOCH_MICROS,
    EPOCH_NANOS,
    PATTERN
  }

  /**
   * Reads times of {@link Kind#PATTERN}: {@code Instant.from(formatter().parse(text))}. Strictly,
   * so that no 31 February becomes the 29th; names of months and days are English; a date alone is
   * its midnight. Built anew by each call, since formatters are not serializable: keep it.
   *
   * @throws IllegalStateException if the kind is another
   */
  public DateTimeFormatter formatter() {
    if (kind != Kind.PATTERN) {
      throw new IllegalStateException("no pattern: " + kind);
    }
    DateTimeFormatter formatter = TimestampPattern.of(pattern).orElseThrow().formatter();
    return zone == null ? formatter : formatter.withZone(ZoneId.of(zone));
  }
}
