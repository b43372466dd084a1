package io.anomalystack.local.backtest;

import io.anomalystack.local.failure.UsageException;
import java.time.LocalDate;

/**
 * The days of a lake that are of interest, in UTC, both included.
 *
 * @param first null for as long ago as there is anything
 * @param last null for as late as there is anything
 */
public record Days(LocalDate first, LocalDate last) {
  /** Whether nothing is said of them. */
  boolean all() {
    return first == null && last == null;
  }

  boolean contain(LocalDate day) {
    return (first == null || !day.isBefore(first)) && (last == null || !day.isAfter(last));
  }

  void check() throws UsageException {
    if (first != null && last != null && first.isAfter(last)) {
      throw new UsageException("--since: must not be after --until, was " + first + " and " + last);
    }
  }
}
