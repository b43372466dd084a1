package io.anomalystack.model.calendar;

import biweekly.ICalendar;
import biweekly.io.TimezoneAssignment;
import biweekly.property.ICalProperty;
import biweekly.util.DateTimeComponents;
import biweekly.util.ICalDate;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A date or time of an event.
 *
 * @param local what clocks show there; midnight where it is a date
 * @param isDate whether it is a date
 */
record Moment(LocalDateTime local, boolean isDate, LocalTimes zone) {
  /**
   * Reads a value by the digits it was written with: the library's own instants depend on where it
   * runs.
   *
   * @param zone where dates, and times without a zone, are local
   */
  static Moment of(ICalendar calendar, ICalProperty property, ICalDate value, ZoneId zone)
      throws EventProblem {
    return new Moment(local(value), !value.hasTime(), localTimes(calendar, property, value, zone));
  }

  static LocalDateTime local(ICalDate value) throws EventProblem {
    DateTimeComponents digits = value.getRawComponents();
    try {
      return LocalDateTime.of(
          digits.getYear(),
          digits.getMonth(),
          digits.getDate(),
          digits.getHour(),
          digits.getMinute(),
          // A leap second.
          Math.min(digits.getSecond(), 59));
    } catch (DateTimeException e) {
      throw new EventProblem("there is no time " + digits);
    }
  }

  private static LocalTimes localTimes(
      ICalendar calendar, ICalProperty property, ICalDate value, ZoneId zone) throws EventProblem {
    if (!value.hasTime()) {
      return LocalTimes.of(zone);
    }
    if (value.getRawComponents().isUtc()) {
      return LocalTimes.of(ZoneOffset.UTC);
    }
    TimezoneAssignment assigned = calendar.getTimezoneInfo().getTimezone(property);
    if (assigned != null) {
      return localTimes(assigned);
    }
    String unknown = property.getParameters().getTimezoneId();
    if (unknown != null) {
      throw new EventProblem("the time zone '" + unknown + "' is not known");
    }
    return LocalTimes.of(zone);
  }

  /** A zone by its well-known name, whatever the file says of it; else as the file describes it. */
  private static LocalTimes localTimes(TimezoneAssignment assigned) {
    String id = assigned.getTimeZone().getID();
    if (assigned.getComponent() == null) {
      return LocalTimes.of(assigned.getTimeZone().toZoneId());
    }
    return ZoneId.getAvailableZoneIds().contains(id)
        ? LocalTimes.of(ZoneId.of(id))
        : LocalTimes.of(assigned.getTimeZone());
  }

  long toEpochMillis() {
    return zone.toEpochMillis(local);
  }
}
