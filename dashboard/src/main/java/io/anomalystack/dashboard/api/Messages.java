package io.anomalystack.dashboard.api;

import io.anomalystack.dashboard.lake.Lake;
import io.anomalystack.dashboard.lake.SqlQuery;
import io.anomalystack.dashboard.messages.Message;
import io.anomalystack.dashboard.messages.MessageLog;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What people were told, newest first.
 *
 * @param lake which series there are
 * @param log where it is written
 */
record Messages(Lake lake, MessageLog log) {

  /**
   * The newest.
   *
   * @param total how many match, of those that are kept
   */
  record Page(long total, List<Message> messages) {}

  Page page(Filter filter, int limit) throws SQLException {
    List<Message> matching = log.newest();
    if (filter.detector() != null || filter.pair() != null) {
      Set<String> series = series(filter);
      matching = matching.stream().filter(message -> series.contains(message.series())).toList();
    }
    return new Page(matching.size(), matching.subList(0, Math.min(limit, matching.size())));
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
