package io.anomalystack.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Of ten rows the first is probation. */
class NabSweepTest {
  private static final Window WINDOW = new Window(4, 5, "");

  /** Of an alert at row 7: sigmoid(2/1). */
  private static final double LATE = -0.9999092;

  @Test
  void hasAHundredForAnAlertAtAWindowsFirstRowAndNoOther() {
    NabSweep sweep = sweep(scores(4, 0.9), WINDOW);

    for (NabProfile profile : NabProfile.values()) {
      assertThat(sweep.best(profile)).isEqualTo(new NabScore(100, 0.9));
    }
  }

  @Test
  void hasNothingForNoAlertAtAll() {
    NabSweep sweep = sweep(new double[10], WINDOW);

    assertThat(sweep.above(0.7, NabProfile.STANDARD)).isEqualTo(0);
  }

  @Test
  void chargesFalseAlarmsByProfile() {
    double[] scores = scores(4, 0.8);
    scores[7] = 0.9;
    NabSweep sweep = sweep(scores, WINDOW);

    assertThat(sweep.best(NabProfile.STANDARD).score())
        .isCloseTo(100 * (1 + 0.11 * LATE + 1) / 2, within(1e-4));
    assertThat(sweep.best(NabProfile.REWARD_LOW_FP).score())
        .isCloseTo(100 * (1 + 0.22 * LATE + 1) / 2, within(1e-4));
    assertThat(sweep.best(NabProfile.REWARD_LOW_FN).score())
        .isCloseTo(100 * (1 + 0.11 * LATE + 2) / 3, within(1e-4));
    assertThat(sweep.above(0.85, NabProfile.STANDARD))
        .as("the false alarm alone")
        .isCloseTo(100 * 0.11 * LATE / 2, within(1e-4));
  }

  @Test
  void countsTheBestAlertOfAWindowOnce() {
    double[] scores = scores(5, 0.9);
    scores[4] = 0.8;
    NabSweep sweep = sweep(scores, WINDOW);

    assertThat(sweep.above(0.85, NabProfile.STANDARD))
        .as("only the second row, worth 0.848284 / 0.986614")
        .isCloseTo(100 * (0.859793 + 1) / 2, within(1e-3));
    assertThat(sweep.best(NabProfile.STANDARD)).isEqualTo(new NabScore(100, 0.8));
  }

  @Test
  void takesAlertsOfOneScoreTogether() {
    double[] scores = scores(4, 0.9);
    scores[1] = 0.9;
    NabSweep sweep = sweep(scores, WINDOW);

    assertThat(sweep.best(NabProfile.STANDARD).score())
        .as("the false alarm at row 1 costs 0.11 in full")
        .isCloseTo(100 * (1 - 0.11 + 1) / 2, within(1e-9));
  }

  @Test
  void ignoresAlertsWhileInProbation() {
    double[] scores = scores(4, 0.9);
    scores[0] = 1;

    assertThat(sweep(scores, WINDOW).best(NabProfile.STANDARD)).isEqualTo(new NabScore(100, 0.9));
  }

  @Test
  void keepsAWindowOutOfReachInThePerfectScore() {
    NabSweep sweep = sweep(scores(4, 0.9), new Window(0, 0, ""), WINDOW);

    assertThat(sweep.best(NabProfile.STANDARD).score())
        .as("of -1 without any alert and 2 at best, 1")
        .isCloseTo(100 * 2 / 3.0, within(1e-9));
  }

  @Test
  void holdsAllFilesAgainstOneThreshold() {
    NabSweep sweep =
        new NabSweep(List.of(series(WINDOW), series()), List.of(scores(4, 0.8), scores(7, 0.9)));

    assertThat(sweep.best(NabProfile.STANDARD).score())
        .as("the other file's false alarm comes first, far from any window")
        .isCloseTo(100 * (1 - 0.11 + 1) / 2, within(1e-9));
  }

  private static NabSweep sweep(double[] scores, Window... windows) {
    return new NabSweep(List.of(series(windows)), List.of(scores));
  }

  private static LabelledSeries series(Window... windows) {
    return new LabelledSeries(
        "series", 60, Slots.consecutive(10), new double[10], List.of(windows));
  }

  private static double[] scores(int row, double score) {
    double[] scores = new double[10];
    scores[row] = score;
    return scores;
  }
}
