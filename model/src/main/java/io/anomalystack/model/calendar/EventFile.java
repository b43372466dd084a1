package io.anomalystack.model.calendar;

import biweekly.ICalendar;
import biweekly.io.ParseWarning;
import biweekly.io.text.ICalReader;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the text of an iCalendar file whole or not at all: what is left out would be alerted. */
final class EventFile {
  /** The rest is not about time. */
  private static final Set<String> READ_PROPERTIES =
      Set.of("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID");

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** The library loses a component inside of another, and what follows the end of one. */
  private static final Pattern BEGIN = component("BEGIN");

  private static final Pattern END = component("END");

  /** More say nothing more. */
  private static final int MOST_PROBLEMS = 10;

  private EventFile() {}

  private static Pattern component(String word) {
    return Pattern.compile("(?im)^" + word + ":V(CALENDAR|EVENT)[ \t]*\r?$");
  }

  /**
   * The events that take place.
   *
   * @param text may be null, which holds none
   * @param zone where days, and times without a zone, are local
   */
  static List<Event> parse(String text, ZoneId zone) throws InvalidCalendarException {
    if (text == null) {
      return List.of();
    }
    List<String> problems = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    String content = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    int components = 0;
    try (ICalReader reader = new ICalReader(content)) {
      for (ICalendar calendar = reader.readNext(); calendar != null; calendar = reader.readNext()) {
        addWarnings(reader.getWarnings(), problems);
        components += 1 + calendar.getEvents().size();
        events.addAll(new EventReader(calendar, zone, problems).readAll());
      }
    } catch (IOException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    if (components == 0) {
      problems.add("it holds no VCALENDAR");
    } else if (count(BEGIN, content) != components || count(END, content) != components) {
      problems.add("not every VCALENDAR and VEVENT that begins also ends");
    }
    if (!problems.isEmpty()) {
      throw new InvalidCalendarException(bounded(problems));
    }
    return List.copyOf(events);
  }

  /** Of zones it warns without a property's name; those are looked at with the times in them. */
  private static void addWarnings(List<ParseWarning> warnings, List<String> problems) {
    for (ParseWarning warning : warnings) {
      String property = warning.getPropertyName();
      if (property != null && READ_PROPERTIES.contains(property)) {
        problems.add(
            "line " + warning.getLineNumber() + ": " + plain(property, warning.getMessage()));
      }
    }
  }

  private static long count(Pattern line, String text) {
    return line.matcher(text).results().count();
  }

  private static String plain(String property, String message) {
    return property + ": " + message.replaceAll("\\.$", "").replaceAll("\\p{Cntrl}", "?");
  }

  private static List<String> bounded(List<String> problems) {
    if (problems.size() <= MOST_PROBLEMS) {
      return problems;
    }
    List<String> first = new ArrayList<>(problems.subList(0, MOST_PROBLEMS));
    first.add((problems.size() - MOST_PROBLEMS) + " problems more");
    return first;
  }
}
