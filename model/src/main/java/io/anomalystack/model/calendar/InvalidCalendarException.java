package io.anomalystack.model.calendar;

import java.util.List;

/** A text that is no iCalendar, or one that holds events which cannot be understood. */
public final class InvalidCalendarException extends Exception {
  private final List<String> problems;

  InvalidCalendarException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** Each on one line, such as {@code event 'patch night': DTSTART is missing}; at least one. */
  public List<String> problems() {
    return problems;
  }
}
