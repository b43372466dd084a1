package io.anomalystack.dashboard.api;

import io.anomalystack.model.Dimension;
import java.util.List;

/**
 * What the page shows first. Times are epoch milliseconds in UTC; null while there is none.
 *
 * @param version changes with the lake
 * @param updated when the lake last changed
 * @param problem why the lake cannot be read as it is now; null if it can
 * @param first the first period's start
 * @param latest the newest period's end
 * @param pairsTotal how many pairs there are, of which the first are in {@code pairs}
 * @param unit what a step of the activity is: {@code hour} or {@code day}
 */
record Overview(
    String version,
    Long updated,
    String problem,
    Long first,
    Long latest,
    Kpis kpis,
    List<DetectorCount> detectors,
    List<Pair> pairs,
    long pairsTotal,
    String unit,
    List<Activity> activity,
    List<TopSeries> topSeries) {

  /**
   * The figures at the top.
   *
   * @param confidence 0 to 100; null while there is no series
   */
  record Kpis(long timeseries, long dataPoints, Double confidence, long alerts) {}

  record DetectorCount(String name, long timeseries, long alerts) {}

  /**
   * A dimension's value to filter by.
   *
   * @param key what the filter takes
   */
  record Pair(String key, String name, String value) {}

  /**
   * A day or an hour.
   *
   * @param confidence 0 to 100, the mean of its decisions
   */
  record Activity(long start, long decisions, long alerts, Double confidence) {}

  record TopSeries(
      String id,
      String detector,
      String measure,
      List<Dimension> dimensions,
      long alerts,
      double highestScore) {}
}
