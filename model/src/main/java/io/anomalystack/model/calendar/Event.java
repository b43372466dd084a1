package io.anomalystack.model.calendar;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;

/**
 * An event of a calendar with all its occurrences.
 *
 * @param start of the first occurrence, local
 * @param zone where the start is local
 * @param rules by which it occurs again; may be without end
 * @param extra further occurrences, each with its own length
 * @param exclusions what does not take place; the extra ones are without it already
 */
record Event(
    LocalDateTime start,
    LocalTimes zone,
    Lasting lasting,
    List<Rule> rules,
    List<Interval> extra,
    Exclusions exclusions) {

  /** No two clocks are further apart, and no clock is put forward by more. */
  private static final long CLOCKS_APART = Duration.ofDays(2).toMillis();

  /** Adds the occurrences between two times, in epoch milliseconds, and maybe some around them. */
  void addTo(List<Interval> intervals, long from, long to) {
    add(intervals, start);
    intervals.addAll(extra);
    for (Rule rule : rules) {
      long earliest = from - lasting.atMostMillis() - CLOCKS_APART;
      rule.occurrences(start, zone, earliest, to + CLOCKS_APART)
          .forEach(occurrence -> add(intervals, occurrence));
    }
  }

  private void add(List<Interval> intervals, LocalDateTime occurrence) {
    long startMillis = zone.toEpochMillis(occurrence);
    long endMillis = lasting.endAfter(occurrence, zone);
    if (endMillis > startMillis && !exclusions.contains(occurrence, startMillis)) {
      intervals.add(new Interval(startMillis, endMillis));
    }
  }
}
