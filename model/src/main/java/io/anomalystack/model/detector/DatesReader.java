package io.anomalystack.model.detector;

import io.anomalystack.model.calendar.Interval;
import io.anomalystack.model.config.Setting;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one of a calendar's {@code dates}: a local day, days from one to another, both included, or
 * local times from one until another.
 */
final class DatesReader {
  private static final String DAY = "([0-9]{4}-[0-9]{2}-[0-9]{2})";
  private static final String TIME = "([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)";
  private static final Pattern DAYS = Pattern.compile(DAY + "(?:/" + DAY + ")?");
  private static final Pattern TIMES = Pattern.compile(TIME + "/" + TIME);
  private static final String RULE =
      "must be a day '2026-12-24', days '2026-12-25/2026-12-26' or local times"
          + " '2026-12-31T18:00/2027-01-01T06:00'";

  private DatesReader() {}

  static Optional<Interval> read(Setting setting, ZoneId zone) {
    Optional<String> text = setting.text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher days = DAYS.matcher(text.get());
    Matcher times = TIMES.matcher(text.get());
    Interval interval;
    try {
      if (days.matches()) {
        interval = days(days.group(1), days.group(2), zone);
      } else if (times.matches()) {
        interval = times(times.group(1), times.group(2), zone);
      } else {
        setting.reject(RULE);
        return Optional.empty();
      }
    } catch (DateTimeException notInTheCalendar) {
      setting.reject(RULE);
      return Optional.empty();
    }
    if (interval.end() <= interval.start()) {
      setting.reject("must end after it starts");
      return Optional.empty();
    }
    return Optional.of(interval);
  }

  /** A day begins with its first moment, which is not midnight where clocks skip that. */
  private static Interval days(String first, String last, ZoneId zone) {
    LocalDate start = LocalDate.parse(first);
    LocalDate end = LocalDate.parse(last == null ? first : last).plusDays(1);
    return interval(start.atStartOfDay(zone), end.atStartOfDay(zone));
  }

  /** A time that comes twice, as clocks are put back, is meant so that the longer is covered. */
  private static Interval times(String first, String last, ZoneId zone) {
    return interval(
        LocalDateTime.parse(first).atZone(zone).withEarlierOffsetAtOverlap(),
        LocalDateTime.parse(last).atZone(zone).withLaterOffsetAtOverlap());
  }

  private static Interval interval(ZonedDateTime start, ZonedDateTime end) {
    return new Interval(start.toInstant().toEpochMilli(), end.toInstant().toEpochMilli());
  }
}
