package io.anomalystack.dashboard.api;

import io.anomalystack.dashboard.incidents.Incident;
import io.anomalystack.dashboard.incidents.IncidentLog;
import io.anomalystack.dashboard.lake.Lake;
import io.anomalystack.dashboard.lake.SqlQuery;
import io.anomalystack.dashboard.remedies.Remedy;
import io.anomalystack.dashboard.remedies.RemedyLog;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Incidents, and what was done about them.
 *
 * @param lake which series there are
 */
record Timeline(Lake lake, IncidentLog incidents, RemedyLog remedies) {

  /**
   * What is kept and matches, that told of last first.
   *
   * @param incidentsWritten whether alerts lie beside the lake at all
   * @param remediesWritten whether remedies' audit lies beside the lake at all
   */
  record Page(
      boolean incidentsWritten,
      boolean remediesWritten,
      List<Incident> incidents,
      List<Remedy> remedies) {}

  /**
   * The time line. By a dimension, incidents are those whose series that stands out has it; of a
   * remedy no more is known than its detector.
   */
  Page page(Filter filter) throws SQLException {
    Set<String> series = filter.pair() == null ? null : series(filter);
    return new Page(
        incidents.isWritten(),
        remedies.isWritten(),
        incidents.newest().stream()
            .filter(incident -> isOf(filter, incident.detector()))
            .filter(incident -> series == null || series.contains(incident.series()))
            .toList(),
        remedies.newest().stream().filter(remedy -> isOf(filter, remedy.detector())).toList());
  }

  private static boolean isOf(Filter filter, String detector) {
    return filter.detector() == null || filter.detector().equals(detector);
  }

  private Set<String> series(Filter filter) throws SQLException {
    return new HashSet<>(
        lake.rows(
            SqlQuery.of(
                "select timeseries_id " + Filter.SERIES,
                row -> row.text("timeseries_id"),
                filter.detector(),
                filter.pairParameter())));
  }
}
