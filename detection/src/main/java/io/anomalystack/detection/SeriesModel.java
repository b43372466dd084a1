package io.anomalystack.detection;

/**
 * The online model of one time series: what a detection engine must be able to do. Not thread-safe.
 * Deterministic: the same seed and the same points give the same verdicts, bit for bit, however
 * often the model was saved and restored in between.
 */
public interface SeriesModel {
  /**
   * Scores the next point and learns it.
   *
   * @param value finite; the series' value in its own unit
   */
  Verdict score(double value);

  /**
   * Fills a period without a value by what the model expects, and counts it as a point.
   *
   * @return a verdict whose {@link Verdict#value} is the value used
   */
  Verdict impute();

  /** Points seen so far, imputed ones included. */
  long points();

  /**
   * The whole state, in a versioned format that {@link Engine#restore} reads. Not to be called from
   * another thread than {@link #score}.
   */
  byte[] save();
}
