package io.anomalystack.model.calendar;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Times at which a series is neither alerted nor learned: given ones, and the events of an
 * iCalendar file (RFC 5545), whose text it carries so that it can be sent to where it is asked.
 *
 * <p>Fast where it is asked about times that mostly go forward. May be asked by any thread.
 */
public final class Calendar implements Serializable {
  private static final long serialVersionUID = 1;

  /** Times go back a little now and then, which must not cost an expansion at each new year. */
  private static final long OVERLAP_OF_YEARS = Duration.ofDays(31).toMillis();

  private final String name;
  private final ZoneId zone;
  private final List<Interval> dates;
  private final String events;

  /** What {@link #events} says; read again where the calendar was sent to. */
  private transient List<Event> parsed;

  /** The part that was asked for last. */
  private transient volatile Expansion expansion;

  /**
   * A calendar.
   *
   * @param name unique in its detector
   * @param zone where the events' days, and their times without a zone, are local
   * @param dates given times, in any order
   * @param events the text of an iCalendar file, or null
   * @throws InvalidCalendarException if the text cannot be understood whole
   */
  public Calendar(String name, ZoneId zone, List<Interval> dates, String events)
      throws InvalidCalendarException {
    this.name = name;
    this.zone = zone;
    this.dates = List.copyOf(dates);
    this.events = events;
    this.parsed = EventFile.parse(events, zone);
  }

  public String name() {
    return name;
  }

  /**
   * Whether any of the calendar's times overlaps a period.
   *
   * @param startMillis epoch milliseconds, inclusive
   * @param endMillis exclusive
   */
  public boolean covers(long startMillis, long endMillis) {
    Expansion current = expansion;
    if (current == null || !current.knows(startMillis, endMillis)) {
      current = expand(startMillis, endMillis);
    }
    return current.covers(startMillis, endMillis);
  }

  /** The calendar's times in the period's year, and a little longer. */
  private synchronized Expansion expand(long startMillis, long endMillis) {
    int year = Instant.ofEpochMilli(startMillis).atOffset(ZoneOffset.UTC).getYear();
    long from = startOf(year);
    long to = Math.max(startOf(year + 1) + OVERLAP_OF_YEARS, endMillis);
    List<Interval> intervals = new ArrayList<>(dates);
    for (Event event : parsed()) {
      event.addTo(intervals, from, to);
    }
    expansion = Expansion.of(from, to, intervals);
    return expansion;
  }

  private static long startOf(int year) {
    return LocalDate.of(year, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  private List<Event> parsed() {
    if (parsed == null) {
      try {
        parsed = EventFile.parse(events, zone);
      } catch (InvalidCalendarException e) {
        throw new IllegalStateException(
            "calendar " + name + ": was readable where it came from", e);
      }
    }
    return parsed;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Calendar that
        && name.equals(that.name)
        && zone.equals(that.zone)
        && dates.equals(that.dates)
        && Objects.equals(events, that.events);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, zone, dates, events);
  }

  @Override
  public String toString() {
    return "calendar " + name;
  }
}
