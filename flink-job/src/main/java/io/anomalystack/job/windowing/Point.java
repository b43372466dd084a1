package io.anomalystack.job.windowing;

import java.util.List;

/**
 * The value of one time series in one period: what a model scores.
 *
 * @param kind what the scorer does with it
 * @param timeseriesId see {@link io.anomalystack.model.TimeSeriesId}
 * @param detector the detector's name
 * @param measure the measure's name
 * @param dimensions the dimensions' values, in the detector's order
 * @param start the period's first instant, epoch ms
 * @param end the first instant after it, epoch ms
 * @param value finite; ignored unless a model scores it
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
    double value,
    boolean filled,
    boolean partial,
    long recordTime,
    long sequence) {

  /** What the scorer does with a point. */
  public enum Kind {
    /** Scores the value. */
    SCORE,
    /** Fills the value in by what the model expects. */
    IMPUTE,
    /** Forgets the series, which was silent for too long. */
    EXPIRE
  }
}
