package io.anomalystack.model.calendar;

import biweekly.component.VEvent;
import biweekly.property.RecurrenceRule;
import biweekly.util.ByDay;
import biweekly.util.Frequency;
import biweekly.util.ICalDate;
import biweekly.util.Recurrence;
import io.anomalystack.model.calendar.Rule.Until;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Reads by which rules an event occurs again. */
final class RuleReader {
  private RuleReader() {}

  static List<Rule> readAll(VEvent event) throws EventProblem {
    if (!event.getExceptionRules().isEmpty()) {
      throw new EventProblem("EXRULE is not supported, nor has RFC 5545 it any more");
    }
    List<Rule> rules = new ArrayList<>();
    for (RecurrenceRule property : event.getProperties(RecurrenceRule.class)) {
      rules.add(read(property.getValue()));
    }
    return List.copyOf(rules);
  }

  private static Rule read(Recurrence recurrence) throws EventProblem {
    if (recurrence == null || recurrence.getFrequency() == null) {
      throw new EventProblem("RRULE has no FREQ");
    }
    if (recurrence.getFrequency() == Frequency.SECONDLY) {
      throw new EventProblem("RRULE must not be FREQ=SECONDLY");
    }
    if (!recurrence.getXRules().isEmpty()) {
      throw new EventProblem(
          "RRULE has parts that are not supported: "
              + String.join(", ", recurrence.getXRules().keySet()));
    }
    checkParts(recurrence);
    return new Rule(
        new Recurrence.Builder(recurrence).until((ICalDate) null).build(),
        until(recurrence.getUntil()));
  }

  /** The library takes any number, and fails or finds something when it is asked for dates. */
  private static void checkParts(Recurrence recurrence) throws EventProblem {
    check("INTERVAL", recurrence.getInterval(), 1, Integer.MAX_VALUE);
    check("COUNT", recurrence.getCount(), 1, Integer.MAX_VALUE);
    check("BYSECOND", recurrence.getBySecond(), 0, 59);
    check("BYMINUTE", recurrence.getByMinute(), 0, 59);
    check("BYHOUR", recurrence.getByHour(), 0, 23);
    check("BYMONTH", recurrence.getByMonth(), 1, 12);
    checkEitherEnd("BYMONTHDAY", recurrence.getByMonthDay(), 31);
    checkEitherEnd("BYYEARDAY", recurrence.getByYearDay(), 366);
    checkEitherEnd("BYWEEKNO", recurrence.getByWeekNo(), 53);
    checkEitherEnd("BYSETPOS", recurrence.getBySetPos(), 366);
    for (ByDay day : recurrence.getByDay()) {
      if (day.getNum() != null) {
        checkEitherEnd("BYDAY", List.of(day.getNum()), 53);
      }
    }
    if (!recurrence.getByWeekNo().isEmpty() && recurrence.getByDay().isEmpty()) {
      // RFC 5545 means the weekday of DTSTART, the library all seven.
      throw new EventProblem("RRULE with BYWEEKNO needs BYDAY");
    }
  }

  private static void check(String part, Integer number, int least, int greatest)
      throws EventProblem {
    check(part, number == null ? List.of() : List.of(number), least, greatest);
  }

  private static void check(String part, List<Integer> numbers, int least, int greatest)
      throws EventProblem {
    for (int number : numbers) {
      if (number < least || number > greatest) {
        throw new EventProblem(
            "RRULE's " + part + " must be " + range(least, greatest) + ", was " + number);
      }
    }
  }

  /** Counted from the start, or below zero from the end. */
  private static void checkEitherEnd(String part, List<Integer> numbers, int greatest)
      throws EventProblem {
    for (int number : numbers) {
      if (number == 0 || Math.abs(number) > greatest) {
        throw new EventProblem(
            "RRULE's "
                + part
                + " must be 1 to "
                + greatest
                + " or -1 to -"
                + greatest
                + ", was "
                + number);
      }
    }
  }

  private static String range(int least, int greatest) {
    return greatest == Integer.MAX_VALUE ? "at least " + least : least + " to " + greatest;
  }

  private static Until until(ICalDate until) throws EventProblem {
    if (until == null) {
      return (occurrence, zone) -> true;
    }
    LocalDateTime last = Moment.local(until);
    if (!until.hasTime()) {
      return (occurrence, zone) -> !occurrence.toLocalDate().isAfter(last.toLocalDate());
    }
    if (until.getRawComponents().isUtc()) {
      long lastMillis = LocalTimes.of(ZoneOffset.UTC).toEpochMillis(last);
      return (occurrence, zone) -> zone.toEpochMillis(occurrence) <= lastMillis;
    }
    return (occurrence, zone) -> !occurrence.isAfter(last);
  }
}
