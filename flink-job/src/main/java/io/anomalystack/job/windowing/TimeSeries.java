package io.anomalystack.job.windowing;

import io.anomalystack.model.Dimension;
import io.anomalystack.model.TimeSeriesId;
import java.util.ArrayList;
import java.util.List;

/**
 * What the points of one time series have in common.
 *
 * @param id see {@link TimeSeriesId}
 * @param measure its measure, or those of a joint series
 * @param dimensions the values, in the detector's order
 * @param peerGroup the group that they are compared within; null for none
 */
record TimeSeries(String id, String measure, List<String> dimensions, String peerGroup) {
  /** The time series of one combination of dimensions, in the order of their names. */
  static List<TimeSeries> of(SeriesRules rules, List<String> values, PeerGroupKey peers) {
    List<Dimension> dimensions = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      dimensions.add(new Dimension(rules.detector().dimensions().get(i).text(), values.get(i)));
    }
    List<TimeSeries> series = new ArrayList<>();
    for (String name : rules.names()) {
      series.add(
          new TimeSeries(
              TimeSeriesId.of(rules.detector().name(), name, dimensions),
              name,
              values,
              peers.of(rules.detector(), name, values)));
    }
    return series;
  }
}
