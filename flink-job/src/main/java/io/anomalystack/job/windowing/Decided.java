package io.anomalystack.job.windowing;

import io.anomalystack.job.windowing.Point.Event;
import io.anomalystack.job.windowing.Point.Kind;

/**
 * A point before it is known whose it is, see {@link Point}.
 *
 * @param series the time series' place in {@link SeriesRules#names}
 * @param start the period's first instant
 * @param values one for each measure of the series: aggregated or filled, in a joint series NaN
 *     where the model is to go on with what it expects; in a filled period that the model is to
 *     impute the last known ones
 * @param recordTime with {@code period: record}, else -1
 * @param sequence with {@code period: record}, else 0
 */
// Made once and handed on, never compared.
@SuppressWarnings("ArrayRecordComponent")
record Decided(
    Kind kind,
    int series,
    long start,
    double[] values,
    boolean filled,
    boolean partial,
    long recordTime,
    long sequence,
    Long step,
    Event event) {}
