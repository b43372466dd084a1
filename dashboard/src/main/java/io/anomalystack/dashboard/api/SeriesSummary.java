package io.anomalystack.dashboard.api;

import io.anomalystack.model.Dimension;
import java.util.List;

/**
 * A time series in the list. Times are epoch milliseconds in UTC.
 *
 * @param id the {@code timeseries_id}
 * @param measures of measures that are judged together, their names; else empty
 * @param lastAlert the start of the newest period that deserved attention; null if none did
 * @param first the first period's start
 * @param latest the newest period's start
 * @param period the newest period's length in milliseconds
 * @param value the newest period's
 * @param score the newest period's, 0 to 100
 * @param confidence the newest period's, 0 to 100
 * @param dataPoints what the model has seen
 * @param stage {@code LEARNING} or {@code INFERENCE}
 */
record SeriesSummary(
    String id,
    String detector,
    String measure,
    List<String> measures,
    List<Dimension> dimensions,
    long alerts,
    Long lastAlert,
    long first,
    long latest,
    long period,
    double value,
    double score,
    double confidence,
    long dataPoints,
    String stage) {

  /**
   * A page of the list.
   *
   * @param total how many series there are in all
   */
  record Page(long total, List<SeriesSummary> series) {}
}
