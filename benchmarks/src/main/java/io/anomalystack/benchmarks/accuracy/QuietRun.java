package io.anomalystack.benchmarks.accuracy;

import io.anomalystack.detection.MeasureVerdict;
import io.anomalystack.detection.Verdict;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What detectors make of quiet series.
 *
 * @param alerts of ours
 * @param bounded points for which our model gave bounds, those of the first {@link #SETTLED} left
 *     out
 * @param outside those of them whose value was not within the bounds
 * @param bare alerts of the bare forest
 * @param zScore alerts of the z-score
 */
record QuietRun(AlertCount alerts, long bounded, long outside, AlertCount bare, AlertCount zScore) {
  /** Points after which bounds should hold what they claim. */
  private static final int SETTLED = 1_000;

  /** A value this near to a bound, in relation to itself, is on it. */
  private static final double ROUNDING = 1e-9;

  private static final QuietRun NONE =
      new QuietRun(AlertCount.NONE, 0, 0, AlertCount.NONE, AlertCount.NONE);

  /** One kind with so many seeds, which also are those of the models. */
  static QuietRun of(QuietSeries kind, int seeds) {
    return LongStream.rangeClosed(1, seeds)
        .mapToObj(seed -> of(kind.series(seed), seed))
        .reduce(NONE, QuietRun::plus);
  }

  private static QuietRun of(LabelledSeries series, long seed) {
    StackScorer scorer = new StackScorer(series.periodSeconds(), Seeds.of(seed, series.name()));
    double[] scores = new double[series.rows()];
    long bounded = 0;
    long outside = 0;
    for (int row = 0; row < series.rows(); row++) {
      Verdict verdict = scorer.verdict(series.slots()[row], series.values()[row]);
      scores[row] = StackScorer.score(verdict);
      MeasureVerdict measure = verdict.leading();
      if (row >= SETTLED && !Double.isNaN(measure.lower())) {
        bounded++;
        outside += isOutside(measure) ? 1 : 0;
      }
    }
    return new QuietRun(
        count(scores),
        bounded,
        outside,
        count(Contender.BARE.scores(series, seed)),
        count(Contender.ZSCORE.scores(series, seed)));
  }

  private static boolean isOutside(MeasureVerdict measure) {
    double margin = ROUNDING * Math.abs(measure.value());
    return measure.value() < measure.lower() - margin || measure.value() > measure.upper() + margin;
  }

  private static AlertCount count(double[] scores) {
    return AlertCount.of(scores, List.of(), 0, 0);
  }

  /** Percent of the points outside their bounds. */
  double outsidePercent() {
    return 100.0 * outside / bounded;
  }

  private QuietRun plus(QuietRun other) {
    return new QuietRun(
        alerts.plus(other.alerts),
        bounded + other.bounded,
        outside + other.outside,
        bare.plus(other.bare),
        zScore.plus(other.zScore));
  }
}
