package io.anomalystack.benchmarks.accuracy;

import java.util.Arrays;
import java.util.List;

/**
 * A series with all that is known of it.
 *
 * @param name of the series, unique in its experiment; seeds are made of it
 * @param periodSeconds a slot's length
 * @param slots one for each row, rising strictly; see {@link Slots}
 * @param values one for each row
 * @param windows what is wrong, in the order of rows, without overlap
 */
// The arrays are handed over, not shared; nobody compares series.
@SuppressWarnings("ArrayRecordComponent")
record LabelledSeries(
    String name, double periodSeconds, long[] slots, double[] values, List<Window> windows) {
  LabelledSeries {
    windows = List.copyOf(windows);
    if (slots.length != values.length) {
      throw new IllegalArgumentException(
          name + ": " + slots.length + " slots for " + values.length + " values");
    }
  }

  int rows() {
    return values.length;
  }

  /** What a detector makes of it, row by row: 0 to 1, NaN while it learns. */
  double[] scores(PointScorer scorer) {
    double[] scores = new double[rows()];
    Arrays.setAll(scores, row -> scorer.score(slots[row], values[row]));
    return scores;
  }
}
