package io.anomalystack.model.calendar;

import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.parameter.Range;
import biweekly.property.DateOrDateTimeProperty;
import biweekly.property.ExceptionDates;
import biweekly.property.RecurrenceDates;
import biweekly.util.Duration;
import biweekly.util.ICalDate;
import biweekly.util.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads the events of one calendar of a file. */
final class EventReader {
  private final ICalendar calendar;
  private final ZoneId zone;
  private final List<String> problems;

  EventReader(ICalendar calendar, ZoneId zone, List<String> problems) {
    this.calendar = calendar;
    this.zone = zone;
    this.problems = problems;
  }

  /** The events that take place; those that are not understood are reported. */
  List<Event> readAll() {
    List<Event> events = new ArrayList<>();
    for (VEvent event : calendar.getEvents()) {
      if (event.getExperimentalProperty("DTSTART") != null) {
        // It could not be read, which was told with its line.
        continue;
      }
      try {
        // A cancelled one may still stand in for an occurrence, which then does not take place.
        Event read = read(event);
        if (event.getStatus() == null || !event.getStatus().isCancelled()) {
          events.add(read);
        }
      } catch (EventProblem e) {
        problems.add("event " + name(event) + ": " + e.getMessage());
      }
    }
    return events;
  }

  private static String name(VEvent event) {
    String name =
        event.getSummary() != null && event.getSummary().getValue() != null
            ? event.getSummary().getValue()
            : event.getUid() == null ? "" : event.getUid().getValue();
    return "'" + name.replaceAll("\\p{Cntrl}", "?") + "'";
  }

  private Event read(VEvent event) throws EventProblem {
    if (event.getDateStart() == null) {
      throw new EventProblem("DTSTART is missing");
    }
    Moment start = moment(event.getDateStart());
    Lasting lasting = lasting(event, start);
    Exclusions exclusions = exclusions(event);
    boolean standsIn = event.getRecurrenceId() != null;
    if (standsIn && Range.THIS_AND_FUTURE.equals(event.getRecurrenceId().getRange())) {
      throw new EventProblem("RECURRENCE-ID with RANGE=THISANDFUTURE is not supported");
    }
    return new Event(
        start.local(),
        start.zone(),
        lasting,
        standsIn ? List.of() : RuleReader.readAll(event),
        extra(event, lasting, exclusions),
        exclusions);
  }

  private Lasting lasting(VEvent event, Moment start) throws EventProblem {
    Lasting lasting = start.isDate() ? Lasting.ONE_DAY : Lasting.NOTHING;
    if (event.getDateEnd() != null) {
      Moment end = moment(event.getDateEnd());
      if (end.isDate() != start.isDate()) {
        throw new EventProblem("of DTSTART and DTEND one is a day and one a time");
      }
      long days = ChronoUnit.DAYS.between(start.local(), end.local());
      if (!start.isDate()) {
        lasting = new Lasting(0, end.toEpochMillis() - start.toEpochMillis());
      } else if (days != 0) {
        lasting = new Lasting(days, 0);
      }
    } else if (event.getDuration() != null) {
      lasting = lasting(event.getDuration().getValue());
    }
    if (lasting.isNegative()) {
      throw new EventProblem("it ends before it starts");
    }
    return lasting;
  }

  private static Lasting lasting(Duration duration) throws EventProblem {
    if (duration.isPrior()) {
      throw new EventProblem("it ends before it starts");
    }
    long days = 7L * count(duration.getWeeks()) + count(duration.getDays());
    java.time.Duration exact =
        java.time.Duration.ofHours(count(duration.getHours()))
            .plusMinutes(count(duration.getMinutes()))
            .plusSeconds(count(duration.getSeconds()));
    return new Lasting(days, exact.toMillis());
  }

  private static int count(Integer part) {
    return part == null ? 0 : part;
  }

  /** What EXDATE leaves out, and what other events of the same UID stand in for. */
  private Exclusions exclusions(VEvent event) throws EventProblem {
    List<Moment> left = new ArrayList<>();
    for (ExceptionDates property : event.getExceptionDates()) {
      for (ICalDate value : property.getValues()) {
        left.add(Moment.of(calendar, property, value, zone));
      }
    }
    if (event.getRecurrenceId() == null && event.getUid() != null) {
      for (VEvent other : calendar.getEvents()) {
        if (other.getRecurrenceId() != null && Objects.equals(other.getUid(), event.getUid())) {
          left.add(moment(other.getRecurrenceId()));
        }
      }
    }
    return Exclusions.of(left);
  }

  private List<Interval> extra(VEvent event, Lasting lasting, Exclusions exclusions)
      throws EventProblem {
    List<Interval> extra = new ArrayList<>();
    for (RecurrenceDates property : event.getRecurrenceDates()) {
      for (ICalDate value : property.getDates()) {
        Moment start = Moment.of(calendar, property, value, zone);
        add(extra, start, lasting.endAfter(start.local(), start.zone()), exclusions);
      }
      for (Period value : property.getPeriods()) {
        Moment start = Moment.of(calendar, property, value.getStartDate(), zone);
        long end =
            value.getEndDate() != null
                ? Moment.of(calendar, property, value.getEndDate(), zone).toEpochMillis()
                : lasting(value.getDuration()).endAfter(start.local(), start.zone());
        add(extra, start, end, exclusions);
      }
    }
    return List.copyOf(extra);
  }

  private static void add(
      List<Interval> extra, Moment start, long endMillis, Exclusions exclusions) {
    long startMillis = start.toEpochMillis();
    if (endMillis > startMillis && !exclusions.contains(start.local(), startMillis)) {
      extra.add(new Interval(startMillis, endMillis));
    }
  }

  private Moment moment(DateOrDateTimeProperty property) throws EventProblem {
    return Moment.of(calendar, property, property.getValue(), zone);
  }
}
