package io.anomalystack.benchmarks.accuracy;

import java.util.Arrays;
import java.util.List;

/**
 * What an alert at a row is worth to NAB before weights: in a window from 1 at its first row down
 * to nearly 0, behind it from 0 down to -1 at three window widths, far from any window -1.
 *
 * <p>Source: A. Lavin and S. Ahmad, "Evaluating Real-time Anomaly Detection Algorithms: the Numenta
 * Anomaly Benchmark", <a href="https://arxiv.org/abs/1510.03336">arXiv:1510.03336</a>, section
 * III-B; where it leaves a choice, NAB's own {@code nab/sweeper.py}: it is the row's number that
 * counts, not its time, and a window's width is one row less when it is looked back at.
 */
final class NabWorth {
  private static final double PROBATION = 0.15;
  private static final int LONGEST_PROBATION_ROWS = 5_000;

  /** Window widths behind which a false alarm has no excuse left. */
  private static final double FAR = 3;

  private static final double STEEPNESS = 5;

  private NabWorth() {}

  /** The rows at the beginning that do not count: 15 percent of the file, at most 750. */
  static int probation(int rows) {
    return (int) (PROBATION * Math.min(rows, LONGEST_PROBATION_ROWS));
  }

  /**
   * An alert's worth, row by row.
   *
   * @param windows in the order of rows, without overlap
   * @return 0 to 1 in windows, -1 to 0 elsewhere
   */
  static double[] ofRows(int rows, List<Window> windows) {
    double[] worth = new double[rows];
    Arrays.fill(worth, -1);
    for (Window window : windows) {
      for (int row = window.first(); row <= window.last(); row++) {
        double position = -(window.last() - row + 1.0) / window.width();
        worth[row] = sigmoid(position) / sigmoid(-1);
      }
      // The next window, if there is one, overwrites what belongs to it.
      for (int row = window.last() + 1; row < rows; row++) {
        worth[row] = sigmoid((row - window.last()) / (window.width() - 1.0));
      }
    }
    return worth;
  }

  /** From nearly 1 at -1 through 0 at 0 to nearly -1 at 1. */
  private static double sigmoid(double position) {
    return position > FAR ? -1 : 2 / (1 + Math.exp(STEEPNESS * position)) - 1;
  }
}
