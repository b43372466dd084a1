package io.anomalystack.model.detector;

import java.io.Serializable;
import java.time.Duration;

/** When a point violates a {@link Rule}. */
public sealed interface Check extends Serializable {
  /** As few points before one say nothing of it, where a check looks at more. */
  int LEAST_POINTS = 32;

  /** To which side of its limit a value violates it. */
  enum Side {
    ABOVE,
    BELOW,
    /** Only of a deviation. */
    BOTH
  }

  /** What of a series' own values a limit is relative to. */
  enum Baseline {
    MEDIAN,
    MEAN,
    MAX,
    MIN
  }

  /**
   * {@code below: 50}: a limit in the measure's unit.
   *
   * @param side above or below
   */
  record Limit(Side side, double limit) implements Check {}

  /**
   * {@code below: {percent: 75, of: median, over: 128}}: a limit relative to the latest values of
   * the same series before this one. A value that violated the rule is none of them, lest what is
   * wrong becomes the standard by lasting. Not judged before there are {@link #leastPoints} such
   * values, nor where the baseline is not above 0, of which a per cent is no limit.
   *
   * @param side above or below
   * @param percent above 0
   * @param over how many values count
   */
  record Relative(Side side, double percent, Baseline of, int over) implements Check {
    /** How many values there must be. */
    public int leastPoints() {
      return Math.min(LEAST_POINTS, over);
    }
  }

  /**
   * {@code zScore: {beyond: 6, over: 128, side: above}}: how many standard deviations a value lies
   * from the mean of the latest values before it, all of them (OLMo-core's {@code
   * SkipStepOptimizer}: the standard deviation of a sample, 6 of them over 128 steps). Not judged
   * before there are {@link #leastPoints} values, nor where they are all the same.
   *
   * @param beyond above 0
   * @param over how many values count, at least 2
   */
  record ZScore(double beyond, int over, Side side) implements Check {
    /** How many values there must be. */
    public int leastPoints() {
      return Math.min(LEAST_POINTS, over);
    }
  }

  /**
   * {@code silence: 5m}: no record of the series, whichever measures it would hold, for so long
   * since the last one.
   *
   * @param length at least a period
   */
  record Silence(Duration length) implements Check {}

  /** {@code notFinite: true}: NaN or an infinity in place of a number. */
  record NotFinite() implements Check {}

  /**
   * {@code xid: true}: the value is the last Xid of a GPU, 0 for none, and has changed to another
   * one. A series' first value is a change where it is not 0.
   */
  record Xid() implements Check {}
}
