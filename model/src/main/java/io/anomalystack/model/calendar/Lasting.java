package io.anomalystack.model.calendar;

import java.time.LocalDateTime;

/**
 * How long an event lasts. Days are those of the local clocks, of 23 or 25 hours now and then; what
 * is said in hours, or follows from the end of the first occurrence, is exact (RFC 5545, 3.8.5.3).
 */
record Lasting(long days, long millis) {
  private static final long MILLIS_PER_DAY = 86_400_000;

  static final Lasting NOTHING = new Lasting(0, 0);
  static final Lasting ONE_DAY = new Lasting(1, 0);

  boolean isNegative() {
    return days < 0 || millis < 0;
  }

  long endAfter(LocalDateTime start, LocalTimes zone) {
    return zone.toEpochMillis(start.plusDays(days)) + millis;
  }

  /** About as long as it may be. */
  long atMostMillis() {
    return (days + 1) * MILLIS_PER_DAY + millis;
  }
}
