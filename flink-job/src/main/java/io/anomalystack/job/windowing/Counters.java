package io.anomalystack.job.windowing;

import io.anomalystack.job.ingest.Sample;
import io.anomalystack.job.windowing.Accumulator.Position;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the cumulative counters stand that make up one measure of a series, as of its last decided
 * period. A period's points are kept until it closes, then taken in order of time: what they come
 * to does not depend on the order of arrival. At most {@link #MOST} counters are kept; beyond that,
 * those not heard of for longest are forgotten, whose next point is a first one again.
 */
final class Counters {
  /** Such as the processes of a busy service, each of which counts for itself. */
  static final int MOST = 1_024;

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long ONE_FOR_ALL = 0;

  private static final Comparator<Map.Entry<Long, Standing>> LONGEST_SILENT =
      Map.Entry.<Long, Standing>comparingByValue(Comparator.comparing(Standing::at))
          .thenComparing(Map.Entry.comparingByKey());

  /** By stream, in an order of their own, so that the same counters are the same bytes. */
  final Map<Long, Standing> byStream = new TreeMap<>();

  /** Where one counter stood last. */
  record Standing(Position at, double value) {}

  /**
   * Takes a counter's next point in order of time.
   *
   * @param counter null for the one counter of its series
   * @return by how much it grew, finite; NaN for a first point, which says only where it stands
   */
  double take(Position at, double value, Sample.Counter counter) {
    long stream = counter == null ? ONE_FOR_ALL : counter.stream();
    Standing before = byStream.put(stream, new Standing(at, value));
    if (before == null) {
      return Double.NaN;
    }
    boolean reset = value < before.value || beganAfter(counter, before.at);
    // Between two finite numbers there may be more than a double holds.
    return reset ? value : Math.min(Double.MAX_VALUE, value - before.value);
  }

  private static boolean beganAfter(Sample.Counter counter, Position at) {
    if (counter == null || counter.since() == 0) {
      return false;
    }
    long millis = Math.floorDiv(counter.since(), NANOS_PER_MILLI);
    return millis == at.eventTime()
        ? Math.floorMod(counter.since(), NANOS_PER_MILLI) > at.nanos()
        : millis > at.eventTime();
  }

  /** Forgets what is too much. */
  void trim() {
    if (byStream.size() > MOST) {
      byStream.entrySet().stream()
          .sorted(LONGEST_SILENT)
          .limit(byStream.size() - MOST)
          .map(Map.Entry::getKey)
          .toList()
          .forEach(byStream::remove);
    }
  }
}
