package io.anomalystack.model.calendar;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.GregorianCalendar;
import java.util.TimeZone;

/**
 * What the clocks of some place show. A time that they skip is as much later as they skip; one that
 * they show twice is the first, as RFC 5545 has it.
 */
interface LocalTimes {
  long toEpochMillis(LocalDateTime local);

  static LocalTimes of(ZoneId zone) {
    return local -> local.atZone(zone).toInstant().toEpochMilli();
  }

  /** The zone that a file itself describes. */
  static LocalTimes of(TimeZone zone) {
    return local -> {
      GregorianCalendar fields = new GregorianCalendar(zone);
      fields.clear();
      fields.set(
          local.getYear(),
          local.getMonthValue() - 1,
          local.getDayOfMonth(),
          local.getHour(),
          local.getMinute(),
          local.getSecond());
      return fields.getTimeInMillis();
    };
  }
}
