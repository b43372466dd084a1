package io.anomalystack.model.calendar;

import biweekly.util.DateTimeComponents;
import biweekly.util.ICalDate;
import biweekly.util.Recurrence;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.TimeZone;

/**
 * By which an event occurs again.
 *
 * @param recurrence its calendar arithmetic, without an end of its own but a count
 * @param until where it ends
 */
record Rule(Recurrence recurrence, Until until) {
  private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

  /** Where a rule ends, itself included. */
  interface Until {
    boolean includes(LocalDateTime occurrence, LocalTimes zone);
  }

  /**
   * The occurrences between two times that are read as if local clocks showed UTC: so the
   * arithmetic knows nothing of clocks that are put forward or back, nor of where this runs.
   */
  @SuppressWarnings("JavaUtilDate") // The library's.
  List<LocalDateTime> occurrences(LocalDateTime start, LocalTimes zone, long from, long to) {
    List<LocalDateTime> occurrences = new ArrayList<>();
    DateTimeComponents first =
        new DateTimeComponents(
            start.getYear(),
            start.getMonthValue(),
            start.getDayOfMonth(),
            start.getHour(),
            start.getMinute(),
            start.getSecond(),
            true);
    // Not advanceTo, which skips occurrences of hourly rules.
    Iterator<Date> dates = recurrence.getDateIterator(new ICalDate(first, true), UTC);
    while (dates.hasNext()) {
      long millis = dates.next().getTime();
      LocalDateTime occurrence =
          LocalDateTime.ofEpochSecond(Math.floorDiv(millis, 1000L), 0, ZoneOffset.UTC);
      if (millis > to || !until.includes(occurrence, zone)) {
        break;
      }
      if (millis >= from) {
        occurrences.add(occurrence);
      }
    }
    return occurrences;
  }
}
