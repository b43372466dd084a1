package io.anomalystack.testdata;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;

/** Puts records out of order as a network would: each is delayed by chance, up to a bound. */
public final class BoundedShuffle {
  private BoundedShuffle() {}

  /**
   * A permutation in which no record comes after one that is newer than it by more than the bound:
   * with an allowed lateness of at least the bound none is late.
   *
   * @param time a record's time, in ms
   * @param maxDelayMs 0 leaves records that are in order as they are
   */
  public static <T> List<T> shuffle(
      List<T> records, ToLongFunction<? super T> time, long maxDelayMs, long seed) {
    record Arrival<T>(T record, long at) {}
    SplittableRandom random = new SplittableRandom(seed);
    return records.stream()
        .map(
            record ->
                new Arrival<T>(record, time.applyAsLong(record) + random.nextLong(maxDelayMs + 1)))
        .sorted(Comparator.comparingLong(Arrival::at))
        .map(Arrival::record)
        .toList();
  }
}
