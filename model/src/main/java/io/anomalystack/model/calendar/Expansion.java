package io.anomalystack.model.calendar;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The times of a calendar within some bounds, apart from each other and in order. */
final class Expansion {
  private final long from;
  private final long to;
  private final long[] starts;
  private final long[] ends;

  private Expansion(long from, long to, long[] starts, long[] ends) {
    this.from = from;
    this.to = to;
    this.starts = starts;
    this.ends = ends;
  }

  /** Joins intervals that touch or overlap, given in any order. */
  static Expansion of(long from, long to, List<Interval> intervals) {
    List<Interval> sorted =
        intervals.stream().sorted(Comparator.comparingLong(Interval::start)).toList();
    long[] starts = new long[sorted.size()];
    long[] ends = new long[sorted.size()];
    int count = 0;
    for (Interval interval : sorted) {
      if (count > 0 && interval.start() <= ends[count - 1]) {
        ends[count - 1] = Math.max(ends[count - 1], interval.end());
      } else {
        starts[count] = interval.start();
        ends[count] = interval.end();
        count++;
      }
    }
    return new Expansion(from, to, Arrays.copyOf(starts, count), Arrays.copyOf(ends, count));
  }

  boolean knows(long start, long end) {
    return start >= from && end <= to;
  }

  boolean covers(long start, long end) {
    // Of the intervals that start before the end, the last one reaches furthest.
    int found = Arrays.binarySearch(starts, end);
    int last = (found >= 0 ? found : -found - 1) - 1;
    return last >= 0 && ends[last] > start;
  }
}
