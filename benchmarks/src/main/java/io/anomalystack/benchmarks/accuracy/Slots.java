package io.anomalystack.benchmarks.accuracy;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Detection periods of rows: one each, in the file's order, whatever their times say, which may be
 * missing, doubled or out of order.
 */
final class Slots {
  private Slots() {}

  /**
   * The middle one of the steps forward from row to row; the lower one of two in the middle.
   *
   * @param epochSeconds of each row, in the file's order
   * @return seconds; 1 where no row is later than the one before
   */
  static long medianStep(long[] epochSeconds) {
    long[] steps =
        LongStream.range(1, epochSeconds.length)
            .map(row -> epochSeconds[(int) row] - epochSeconds[(int) row - 1])
            .filter(step -> step > 0)
            .sorted()
            .toArray();
    return steps.length == 0 ? 1 : steps[(steps.length - 1) / 2];
  }

  /** So many in a row, none missing, the first one being slot 0: midnight, a Thursday. */
  static long[] consecutive(int count) {
    return LongStream.range(0, count).toArray();
  }

  /** The same from another slot. */
  static long[] consecutive(long first, int count) {
    return Arrays.stream(consecutive(count)).map(slot -> first + slot).toArray();
  }
}
