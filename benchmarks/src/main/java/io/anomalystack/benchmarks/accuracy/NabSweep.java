package io.anomalystack.benchmarks.accuracy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Scores a detector's run over a corpus as NAB does: with the one threshold for all files that
 * gives it the most. A window is worth its best alert, every alert outside costs, and the sum is
 * put on a scale on which a detector without any alert has 0 and a perfect one 100.
 *
 * <p>Source: as {@link NabWorth}, section III-C, and NAB's {@code nab/sweeper.py} and {@code
 * nab/runner.py}: a window that lies in a file's probation wholly counts for the perfect detector
 * alone, so that 100 is then out of reach.
 */
final class NabSweep {
  /** No window: an alert here is false. */
  private static final int OUTSIDE = -1;

  /** Above all scores. */
  private static final double NEVER = 1.1;

  private final List<Row> rows = new ArrayList<>();
  private int windows;

  /**
   * @param worth see {@link NabWorth}
   * @param window its number in the corpus, or {@link #OUTSIDE}
   */
  private record Row(double score, double worth, int window) {}

  /**
   * Takes the results of all files.
   *
   * @param corpus its series
   * @param scores of each of them, row by row, 0 to 1
   */
  NabSweep(List<LabelledSeries> corpus, List<double[]> scores) {
    for (int i = 0; i < corpus.size(); i++) {
      add(corpus.get(i), scores.get(i));
    }
    rows.sort(Comparator.comparingDouble(Row::score).reversed());
  }

  private void add(LabelledSeries series, double[] scores) {
    int[] windowOf = new int[series.rows()];
    Arrays.fill(windowOf, OUTSIDE);
    for (Window window : series.windows()) {
      Arrays.fill(windowOf, window.first(), window.last() + 1, windows++);
    }
    double[] worth = NabWorth.ofRows(series.rows(), series.windows());
    for (int row = NabWorth.probation(series.rows()); row < series.rows(); row++) {
      rows.add(new Row(scores[row], worth[row], windowOf[row]));
    }
  }

  /** The score with the best threshold; the highest of equally good ones. */
  NabScore best(NabProfile profile) {
    Tally tally = new Tally(profile);
    NabScore best = new NabScore(tally.score(), NEVER);
    for (int i = 0; i < rows.size(); i++) {
      tally.alert(rows.get(i));
      double threshold = rows.get(i).score();
      boolean last = i + 1 == rows.size() || rows.get(i + 1).score() < threshold;
      if (last && tally.score() > best.score()) {
        best = new NabScore(tally.score(), threshold);
      }
    }
    return best;
  }

  /** The score if rows above the threshold are alerts. */
  double above(double threshold, NabProfile profile) {
    Tally tally = new Tally(profile);
    rows.stream().takeWhile(row -> row.score() > threshold).forEach(tally::alert);
    return tally.score();
  }

  /** What a profile makes of alerts, from none on. */
  private final class Tally {
    private final NabProfile profile;
    private final double[] ofWindows = new double[windows];
    private final double without;
    private double total;

    Tally(NabProfile profile) {
      this.profile = profile;
      Arrays.fill(ofWindows, -profile.falseNegative());
      long withinReach =
          rows.stream()
              .filter(row -> row.window() != OUTSIDE)
              .mapToInt(Row::window)
              .distinct()
              .count();
      without = -profile.falseNegative() * withinReach;
      total = without;
    }

    void alert(Row row) {
      if (row.window() == OUTSIDE) {
        total += profile.falsePositive() * row.worth();
      } else if (row.worth() > ofWindows[row.window()]) {
        total += row.worth() - ofWindows[row.window()];
        ofWindows[row.window()] = row.worth();
      }
    }

    double score() {
      return 100 * (total - without) / (windows - without);
    }
  }
}
