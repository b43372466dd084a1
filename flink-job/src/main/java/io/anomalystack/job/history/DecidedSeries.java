package io.anomalystack.job.history;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The last {@value PastPoints#MOST} different points of one time series, in whatever order they
 * come. Of points with one time and sequence number the first counts.
 */
final class DecidedSeries {
  private final int width;
  private long[] times = new long[16];
  private long[] sequences = new long[16];
  private double[] values;
  private int size;

  /** How many of them, from the beginning, are in order and different. */
  private int settled;

  /** Takes points. */
  interface Taker {
    void point(long time, double[] values);
  }

  DecidedSeries(int width) {
    this.width = width;
    this.values = new double[16 * width];
  }

  void add(long time, long sequence, double[] point) {
    if (size == 2 * PastPoints.MOST) {
      settle();
    }
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      sequences = Arrays.copyOf(sequences, 2 * size);
      values = Arrays.copyOf(values, 2 * size * width);
    }
    times[size] = time;
    sequences[size] = sequence;
    System.arraycopy(point, 0, values, size * width, width);
    size++;
  }

  /** Whether there are as many points as are kept. */
  boolean full() {
    settle();
    return size >= PastPoints.MOST;
  }

  /** Hands over all points in order. */
  void forEach(Taker taker) {
    settle();
    for (int i = 0; i < size; i++) {
      taker.point(times[i], Arrays.copyOfRange(values, i * width, (i + 1) * width));
    }
  }

  /** Brings the points into order, drops repeated ones, and the oldest that are too many. */
  private void settle() {
    if (settled == size) {
      return;
    }
    // Sorting is stable: of equal ones the first stays first.
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingLong(i -> times[i])
                    .thenComparingLong(i -> sequences[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] distinct = new int[size];
    int count = 0;
    for (int i : order) {
      if (count == 0 || !same(distinct[count - 1], i)) {
        distinct[count++] = i;
      }
    }
    take(Arrays.copyOfRange(distinct, Math.max(0, count - PastPoints.MOST), count));
  }

  private boolean same(int one, int other) {
    return times[one] == times[other] && sequences[one] == sequences[other];
  }

  private void take(int[] chosen) {
    long[] newTimes = new long[times.length];
    long[] newSequences = new long[times.length];
    double[] newValues = new double[values.length];
    for (int i = 0; i < chosen.length; i++) {
      newTimes[i] = times[chosen[i]];
      newSequences[i] = sequences[chosen[i]];
      System.arraycopy(values, chosen[i] * width, newValues, i * width, width);
    }
    times = newTimes;
    sequences = newSequences;
    values = newValues;
    size = chosen.length;
    settled = size;
  }
}
