package io.anomalystack.job.windowing;

import java.util.List;

/**
 * The values of one time series in one period: what a model scores.
 *
 * @param kind what the scorer does with it
 * @param timeseriesId see {@link io.anomalystack.model.TimeSeriesId}
 * @param detector the detector's name
 * @param measure the measure's name; those of a joint series joined by {@code +}
 * @param dimensions the dimensions' values, in the detector's order
 * @param start the period's first instant, epoch ms
 * @param end the first instant after it, epoch ms
 * @param values one, or with a joint series one for each measure; finite, or of a joint series NaN
 *     for a measure that is left to the model's expectation. Of a point that the model is to impute
 *     the last known values; of one that expires none
 * @param filled whether no record fell into the period
 * @param partial whether the input ended inside the period
 * @param recordTime the record's own time with {@code period: record}, else -1
 * @param sequence the point's number in its series with {@code period: record}, else 0
 */
public record Point(
    Kind kind,
    String timeseriesId,
    String detector,
    String measure,
    List<String> dimensions,
    long start,
    long end,
    List<Double> values,
    boolean filled,
    boolean partial,
    long recordTime,
    long sequence) {

  /** What the scorer does with a point. */
  public enum Kind {
    /** Scores the values. */
    SCORE,
    /** Fills the values in by what the model expects. */
    IMPUTE,
    /** Forgets the series, which was silent for too long. */
    EXPIRE
  }

  /**
   * The number of the period since the epoch, or with {@code period: record} that of the point in
   * its series.
   */
  public long slot() {
    return sequence > 0 ? sequence : start / (end - start);
  }
}
