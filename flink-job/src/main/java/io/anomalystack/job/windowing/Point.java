package io.anomalystack.job.windowing;

import io.anomalystack.model.PeerFinding;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;

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
 * @param recordTime the record's own time with {@code period: record}, of a silence the instant at
 *     which it was long enough; else -1
 * @param sequence the point's number in its series with {@code period: record}, of a silence that
 *     of the record before it; else 0
 * @param step the newest training step of its records, of a silence the last one before it; null
 *     where the detector reads none
 * @param event what makes it more than a point, or null
 * @param peer how it compares with its peers; null where it was not compared
 */
@TypeInfo(PointSerializer.Factory.class)
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
    long sequence,
    Long step,
    Event event,
    PeerFinding peer) {

  /** A point that is nothing but a value. */
  public Point(
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
    this(
        kind,
        timeseriesId,
        detector,
        measure,
        dimensions,
        start,
        end,
        values,
        filled,
        partial,
        recordTime,
        sequence,
        null,
        null,
        null);
  }

  /**
   * What happened at a point beside its value.
   *
   * @param silentMillis how long the series had been silent when last it was found so in the
   *     point's period; 0 if it was not
   * @param notFinite what was read in place of a number: {@code NaN}, {@code Infinity} or {@code
   *     -Infinity}; null if nothing
   */
  public record Event(long silentMillis, String notFinite) {}

  /** What the scorer does with a point. */
  public enum Kind {
    /** Scores the values. */
    SCORE,
    /** Fills the values in by what the model expects. */
    IMPUTE,
    /**
     * Decides without the model, of which nothing is asked: the series is silent, or what came is
     * no number. The values are the last known ones, 0 without any.
     */
    EVENT,
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
