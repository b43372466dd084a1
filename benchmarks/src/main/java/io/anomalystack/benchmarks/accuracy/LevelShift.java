package io.anomalystack.benchmarks.accuracy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Series whose level changes once and for good: a detector should say so, and then get used to it.
 * The noise has a standard deviation of 5, the level is 100 before.
 */
enum LevelShift {
  UP_8(40, 0),
  UP_8_DAILY(40, 30),
  UP_20(100, 0),
  UP_20_DAILY(100, 30),
  DOWN_12(-60, 0),
  DOWN_12_DAILY(-60, 30);

  /** The first row on the new level. */
  static final int AT = 1_500;

  /** Rows on the new level in which alerts are counted: four days. */
  static final int WATCHED = 200;

  private static final Duration PERIOD = Duration.ofMinutes(30);
  private static final int DAY = 48;
  private static final double NOISE = 5;

  private final double shift;
  private final double season;

  LevelShift(double shift, double season) {
    this.shift = shift;
    this.season = season;
  }

  String label() {
    return "%+.0f sigma%s".formatted(shift / NOISE, season > 0 ? ", with a day" : "");
  }

  LabelledSeries series(long seed) {
    Walk walk = new Walk(Seeds.of(seed, "values of " + label()));
    int rows = AT + WATCHED;
    double[] values = new double[rows];
    for (; walk.row() < rows; walk.next()) {
      double level = 100 + season * walk.wave(DAY) + (walk.row() < AT ? 0 : shift);
      values[walk.row()] = level + NOISE * walk.noise();
    }
    return new LabelledSeries(
        label(), PERIOD.toSeconds(), Slots.consecutive(rows), values, List.of());
  }

  /** The alerts of a detector since the shift. */
  long alerts(Contender contender, long seed) {
    double[] scores = contender.scores(series(seed), seed);
    return AlertCount.of(Arrays.copyOfRange(scores, AT, scores.length), List.of(), 0, 0).alerts();
  }
}
