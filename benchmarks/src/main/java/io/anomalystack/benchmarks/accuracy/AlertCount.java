package io.anomalystack.benchmarks.accuracy;

import java.util.List;

/**
 * What a detector's alerts are worth at the default threshold, counted as {@code ./anomaly
 * backtest} counts.
 *
 * @param points that were scored, not only learned
 * @param alerts among them
 * @param right alerts in a window, or shortly behind it
 * @param windows that could have been found
 * @param found windows with a right alert
 */
record AlertCount(long points, long alerts, long right, long windows, long found) {
  static final AlertCount NONE = new AlertCount(0, 0, 0, 0, 0);

  private static final double THOUSAND = 1_000;

  /**
   * Counts the alerts of one series.
   *
   * @param scores of each row
   * @param from the first row that counts; windows that end before do not count either
   * @param grace how many rows behind a window still belong to it
   */
  static AlertCount of(double[] scores, List<Window> windows, int from, int grace) {
    long points = 0;
    long alerts = 0;
    long right = 0;
    for (int row = from; row < scores.length; row++) {
      points += Double.isNaN(scores[row]) ? 0 : 1;
      if (isAlert(scores[row])) {
        int at = row;
        alerts++;
        right += windows.stream().anyMatch(window -> belongs(at, window, grace)) ? 1 : 0;
      }
    }
    List<Window> counted = windows.stream().filter(window -> window.last() >= from).toList();
    long found = counted.stream().filter(window -> isFound(scores, window, from, grace)).count();
    return new AlertCount(points, alerts, right, counted.size(), found);
  }

  private static boolean isAlert(double score) {
    return score > Contender.THRESHOLD;
  }

  private static boolean belongs(int row, Window window, int grace) {
    return row >= window.first() && row <= window.last() + grace;
  }

  private static boolean isFound(double[] scores, Window window, int from, int grace) {
    int end = Math.min(scores.length, window.last() + grace + 1);
    for (int row = Math.max(from, window.first()); row < end; row++) {
      if (isAlert(scores[row])) {
        return true;
      }
    }
    return false;
  }

  AlertCount plus(AlertCount other) {
    return new AlertCount(
        points + other.points,
        alerts + other.alerts,
        right + other.right,
        windows + other.windows,
        found + other.found);
  }

  /** Alerts in a thousand points. */
  double perThousand() {
    return THOUSAND * alerts / points;
  }

  /** False alarms in a thousand points. */
  double wrongPerThousand() {
    return THOUSAND * (alerts - right) / points;
  }

  /** The share of right alerts; NaN without any alert. */
  double precision() {
    return (double) right / alerts;
  }

  /** The share of found windows; NaN without any window. */
  double recall() {
    return (double) found / windows;
  }
}
