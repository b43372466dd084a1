package io.anomalystack.benchmarks.accuracy;

/**
 * Rows of a series that are known to be anomalous.
 *
 * @param first row, counted from 0
 * @param last row, inclusive
 * @param kind of anomaly; empty if unknown
 */
record Window(int first, int last, String kind) {
  Window {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException(
          "window: expected 0 <= first <= last, was " + first + ".." + last);
    }
  }

  int width() {
    return last - first + 1;
  }
}
