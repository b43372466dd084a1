package io.anomalystack.job.windowing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is kept of one series' periods: those still open, and how far it is decided. */
final class SeriesWindows {
  /** No such time yet. */
  static final long NONE = Long.MIN_VALUE;

  /** Still open, earliest first. */
  final List<OpenPeriod> open = new ArrayList<>(2);

  /** The end of the last decided period: a record before it is late for ever. */
  long decidedUntil = NONE;

  /** Newest event time of the series' records. */
  long lastRecord = NONE;

  /** Newest event time of the records in decided periods. */
  long heard = NONE;

  /** Whether the newest of these records ends the series. */
  boolean ended;

  /** The newest step of the records in decided periods; null before any. */
  Long step;

  /** Periods filled since the last one with a record. */
  int filledInRow;

  /** When the next timer that matters is due, as a watermark. */
  long timer = NONE;

  /** Each measure's last value with a record; NaN before its first. */
  final double[] lastValues;

  /** Each measure's points so far, with {@code period: record}. */
  final long[] sequences;

  /** Each measure's periods filled since its last value. */
  final int[] filledInRowOf;

  /** Where each measure's cumulative counters stand; null for one without any. */
  final Counters[] counters;

  SeriesWindows(int measures) {
    lastValues = new double[measures];
    Arrays.fill(lastValues, Double.NaN);
    sequences = new long[measures];
    filledInRowOf = new int[measures];
    counters = new Counters[measures];
  }

  /** Counts a record into its period. */
  void add(SeriesRules rules, long start, Entry entry) {
    period(rules, start).add(rules.detector().measures(), entry);
    lastRecord = Math.max(lastRecord, entry.at().eventTime());
  }

  /** Where a measure's counters stand. */
  Counters counters(int measure) {
    if (counters[measure] == null) {
      counters[measure] = new Counters();
    }
    return counters[measure];
  }

  private OpenPeriod period(SeriesRules rules, long start) {
    int index = open.size();
    while (index > 0 && open.get(index - 1).start >= start) {
      index--;
      if (open.get(index).start == start) {
        return open.get(index);
      }
    }
    OpenPeriod period = OpenPeriod.of(rules.detector(), start);
    open.add(index, period);
    return period;
  }
}
