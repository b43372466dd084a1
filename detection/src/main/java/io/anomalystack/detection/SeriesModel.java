package io.anomalystack.detection;

/**
 * The online model of one time series: what a detection engine must be able to do. Not thread-safe.
 * Deterministic: the same settings, seed, slots and points give the same verdicts, bit for bit,
 * however often the model was saved and restored in between.
 *
 * <p>A point belongs to a slot: the number of its detection period since the epoch, or the point's
 * number in its series where each record is a point. Slots rise strictly from point to point; those
 * in between that never come are a gap, of which the model may make what it likes.
 */
public interface SeriesModel {
  /**
   * Scores the next point and learns it.
   *
   * @param slot above every slot before
   * @param values one for each measure, each in its measure's unit. Finite; where there are several
   *     measures some, but not all, may be NaN: the point does not have them, and the model goes on
   *     with what it expects of them
   * @throws IllegalArgumentException for any other values; the model is unharmed
   */
  Verdict score(long slot, double... values);

  /**
   * Fills a period without any value by what the model expects, and counts it as a point.
   *
   * @param slot above every slot before
   * @return a verdict with score 0.0, whose {@link MeasureVerdict#value values} are those used
   */
  Verdict impute(long slot);

  /** Points seen so far, imputed ones included. */
  long points();

  /** How many more points are learned before one is scored; 0: the next one is scored. */
  int pointsUntilInference();

  /**
   * The whole state, in a versioned format that {@link Engine#restore} reads. Not to be called from
   * another thread than {@link #score}.
   */
  byte[] save();
}
