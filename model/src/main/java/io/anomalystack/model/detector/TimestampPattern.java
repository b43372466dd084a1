package io.anomalystack.model.detector;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A pattern for times that is known to give a date and a time of day.
 *
 * @param formatter reads such times strictly: no 31 February; names of months and days are English
 * @param holdsZone whether the pattern itself says the offset or zone
 */
record TimestampPattern(DateTimeFormatter formatter, boolean holdsZone) {
  /** Every field of it is unlike every other, and its zone has a name as well as an offset. */
  private static final ZonedDateTime SAMPLE =
      ZonedDateTime.of(2024, 8, 29, 13, 35, 12, 123_456_789, ZoneId.of("Europe/Paris"));

  /**
   * Checks a pattern by reading back what it writes.
   *
   * @return empty where it is no pattern, or what it writes is no date, or no time of day; a date
   *     alone means midnight
   */
  static Optional<TimestampPattern> of(String pattern) {
    try {
      DateTimeFormatter formatter = builder(pattern).toFormatter(Locale.ENGLISH);
      String written = formatter.format(SAMPLE);
      if (!holdsTimeOfDay(formatter, written)) {
        formatter =
            builder(pattern)
                .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                .toFormatter(Locale.ENGLISH);
      }
      formatter = formatter.withResolverStyle(ResolverStyle.STRICT);
      TemporalAccessor read = formatter.parse(written);
      if (read.query(TemporalQueries.localDate()) == null
          || read.query(TemporalQueries.localTime()) == null) {
        return Optional.empty();
      }
      return Optional.of(
          new TimestampPattern(formatter, read.query(TemporalQueries.zone()) != null));
    } catch (IllegalArgumentException | DateTimeException notAPattern) {
      return Optional.empty();
    }
  }

  /** Strict reading wants an era with {@code yyyy}, which no data has. */
  private static DateTimeFormatterBuilder builder(String pattern) {
    return new DateTimeFormatterBuilder()
        .appendPattern(pattern)
        .parseDefaulting(ChronoField.ERA, 1);
  }

  private static boolean holdsTimeOfDay(DateTimeFormatter formatter, String written) {
    TemporalAccessor fields = formatter.parseUnresolved(written, new ParsePosition(0));
    return fields != null
        && Arrays.stream(ChronoField.values())
            .anyMatch(field -> field.isTimeBased() && fields.isSupported(field));
  }
}
