package io.anomalystack.benchmarks.accuracy;

import io.anomalystack.benchmarks.BareForest;
import java.util.List;
import java.util.Locale;

/** The detectors that are measured side by side, each with one setting for all series. */
enum Contender {
  /** What a detector file that says nothing of seasons runs: {@link StackScorer}. */
  DEFAULT {
    @Override
    PointScorer begin(double periodSeconds, long seed) {
      return new StackScorer(periodSeconds, seed);
    }
  },
  /** The library alone, its grade being the score: {@link BareForest}. */
  BARE {
    @Override
    PointScorer begin(double periodSeconds, long seed) {
      BareForest forest = new BareForest(seed);
      return (slot, value) -> forest.process(value);
    }
  },
  /** What one tries first: {@link RollingZScore}. */
  ZSCORE {
    @Override
    PointScorer begin(double periodSeconds, long seed) {
      return new RollingZScore();
    }
  };

  /** The default {@code anomalyThreshold} of 70, as a share of 100. */
  static final double THRESHOLD = 0.7;

  /** A fresh detector for a series whose periods are so long. */
  abstract PointScorer begin(double periodSeconds, long seed);

  /** Scores all of a series; the same run and name draw the same random numbers. */
  double[] scores(LabelledSeries series, long run) {
    return series.scores(begin(series.periodSeconds(), Seeds.of(run, series.name())));
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Those of the runs that tell more than the first one: where nothing is random, only that. */
  List<Long> runs(List<Long> runs) {
    return this == ZSCORE ? runs.subList(0, 1) : runs;
  }
}
