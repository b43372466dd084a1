package io.anomalystack.dashboard.incidents;

import io.anomalystack.model.Dimension;
import java.util.List;

/**
 * An incident as it was told of last. Times are epoch milliseconds in UTC.
 *
 * @param state the last thing said of it, such as {@code opened} or {@code resolved}
 * @param severity {@code info}, {@code warning} or {@code critical}
 * @param dimensions by which its detector groups series, and its group's values
 * @param start when its first anomalous period began
 * @param end when its last unusual period so far ended
 * @param resolved whether it is over
 * @param affected how many series are affected
 * @param series the {@code timeseries_id} of the series that stands out; null where none is named
 * @param at the start of that series' most unusual period
 * @param measure that series' measure
 * @param name that series' dimensions
 * @param reason what is unusual there, in plain words
 */
public record Incident(
    String id,
    String state,
    String severity,
    String detector,
    List<Dimension> dimensions,
    long start,
    long end,
    boolean resolved,
    long anomalies,
    long affected,
    String series,
    Long at,
    String measure,
    List<Dimension> name,
    String reason) {}
