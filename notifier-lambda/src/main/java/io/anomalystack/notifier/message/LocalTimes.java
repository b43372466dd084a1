package io.anomalystack.notifier.message;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people in a zone read them, in English. */
record LocalTimes(ZoneId zone) {
  private static final DateTimeFormatter DAY = format("EEE d MMM uuuu");
  private static final DateTimeFormatter SHORT_DAY = format("EEE d MMM");
  private static final DateTimeFormatter MINUTE = format("HH:mm");
  private static final DateTimeFormatter SECOND = format("HH:mm:ss");
  private static final DateTimeFormatter ZONE = format("z");

  private static final long SHORTEST_SPAN = 1000;

  /** A moment such as {@code Thu 29 Aug 2024, 15:35 CEST}. */
  String moment(long epochMillis) {
    ZonedDateTime time = at(epochMillis);
    return time.format(DAY) + ", " + clock(time) + " " + time.format(ZONE);
  }

  /** A moment such as {@code Thu 29 Aug 15:35 CEST}. */
  String shortMoment(long epochMillis) {
    ZonedDateTime time = at(epochMillis);
    return time.format(SHORT_DAY) + " " + clock(time) + " " + time.format(ZONE);
  }

  /** A time of day such as {@code 15:35 CEST}. */
  String timeOfDay(long epochMillis) {
    ZonedDateTime time = at(epochMillis);
    return clock(time) + " " + time.format(ZONE);
  }

  /** A day and a time without its zone, such as {@code Thu 29 Aug, 15:35}. */
  String plainMoment(long epochMillis) {
    ZonedDateTime time = at(epochMillis);
    return time.format(SHORT_DAY) + ", " + clock(time);
  }

  /** A span such as {@code Thu 29 Aug 2024, 15:35 to 15:36 CEST}; a moment if under a second. */
  String span(long startMillis, long endMillis) {
    ZonedDateTime start = at(startMillis);
    ZonedDateTime end = at(endMillis);
    boolean sameOffset = start.getOffset().equals(end.getOffset());
    if (sameOffset && endMillis - startMillis < SHORTEST_SPAN) {
      return moment(startMillis);
    }
    String from = start.format(DAY) + ", " + clock(start);
    String to =
        start.toLocalDate().equals(end.toLocalDate())
            ? clock(end)
            : end.format(SHORT_DAY) + ", " + clock(end);
    return from
        + (sameOffset ? "" : " " + start.format(ZONE))
        + " to "
        + to
        + " "
        + end.format(ZONE);
  }

  /** The zone's name where the times' own letters do not say it, such as {@code Europe/Berlin}. */
  String zoneName() {
    return zone.getId();
  }

  /** A duration in its two greatest units, such as {@code 1 h 5 min}. */
  static String lasting(long millis) {
    Duration duration = Duration.ofMillis(Math.max(0, millis));
    if (duration.toDays() > 0) {
      return pair(duration.toDays(), "d", duration.toHoursPart(), "h");
    }
    if (duration.toHours() > 0) {
      return pair(duration.toHours(), "h", duration.toMinutesPart(), "min");
    }
    return pair(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
  }

  private static String pair(long greater, String unit, long lesser, String lesserUnit) {
    if (greater == 0) {
      return lesser + " " + lesserUnit;
    }
    return greater + " " + unit + (lesser == 0 ? "" : " " + lesser + " " + lesserUnit);
  }

  private ZonedDateTime at(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis).atZone(zone);
  }

  private static String clock(ZonedDateTime time) {
    return time.format(time.getSecond() == 0 ? MINUTE : SECOND);
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }
}
