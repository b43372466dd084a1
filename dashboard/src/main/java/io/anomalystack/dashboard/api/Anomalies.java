package io.anomalystack.dashboard.api;

import io.anomalystack.dashboard.lake.Lake;
import io.anomalystack.dashboard.lake.Row;
import io.anomalystack.dashboard.lake.SqlQuery;
import io.anomalystack.dashboard.words.WhyItAlerts;
import io.anomalystack.lake.sql.LakeSql;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.DimensionText;
import io.anomalystack.model.text.Reason;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The list of anomalies, newest first, a page at a time.
 *
 * @param lake where they are
 */
record Anomalies(Lake lake) {
  /** Where a page begins: behind an anomaly's start, in epoch milliseconds, and id. */
  private static final Pattern PLACE = Pattern.compile("(-?\\d{1,15})~([0-9a-f]*)");

  private static final String FIRST_PAGE = SqlTime.LAST + "~";

  /**
   * A page.
   *
   * @param total how many there are in all
   * @param next where the next page begins; null if this is the last
   */
  record Page(long total, String next, List<Anomaly> anomalies) {}

  /**
   * One of them. Times are epoch milliseconds in UTC, values in the measure's unit.
   *
   * @param series the {@code timeseries_id}
   * @param step the training step; null where there is none
   * @param byScore whether its score is above the threshold
   * @param found the rules that say so beside the score, and {@code peers}; empty where none does
   * @param reason why it is one, in plain words
   */
  record Anomaly(
      String id,
      String series,
      String detector,
      String measure,
      List<Dimension> dimensions,
      long start,
      long end,
      Long step,
      double value,
      Double predicted,
      Double lower,
      Double upper,
      double score,
      double threshold,
      double confidence,
      boolean filled,
      boolean partial,
      boolean byScore,
      List<String> found,
      String reason) {}

  /**
   * A page of the anomalies.
   *
   * @param series of this series only; null for all
   * @param before where the page begins, from the page before; null for the first
   * @throws IllegalArgumentException if {@code before} is no such place
   */
  Page page(Filter filter, String series, String before, int limit) throws SQLException {
    String cursor = before == null ? FIRST_PAGE : before;
    Matcher place = PLACE.matcher(cursor);
    if (!place.matches() || !SqlTime.isKnown(Long.parseLong(place.group(1)))) {
      throw new IllegalArgumentException("before: must be 'next' of another page, was " + before);
    }
    List<Anomaly> found =
        lake.rows(
            SqlQuery.of(
                LakeSql.query("anomalies"),
                Anomalies::anomaly,
                filter.detector(),
                filter.pairParameter(),
                series,
                SqlTime.timestamp(Long.parseLong(place.group(1))),
                place.group(2),
                limit + 1));
    boolean more = found.size() > limit;
    List<Anomaly> page = more ? found.subList(0, limit) : found;
    return new Page(total(filter, series), more ? place(page.get(limit - 1)) : null, page);
  }

  private static String place(Anomaly last) {
    return last.start + "~" + last.id;
  }

  private long total(Filter filter, String series) throws SQLException {
    return lake.rows(
            SqlQuery.of(
                "select coalesce(sum(alerts), 0) as alerts "
                    + Filter.SERIES
                    + " and timeseries_id = coalesce(cast(? as varchar), timeseries_id)",
                row -> row.whole("alerts"),
                filter.detector(),
                filter.pairParameter(),
                series))
        .get(0);
  }

  private static Anomaly anomaly(Row row) throws SQLException {
    String contributors = row.text("contributors");
    String measures = row.text("measures");
    Reason reason =
        new Reason(
            measures == null ? null : Reason.standingOut(DecisionJson.readMeasures(measures)),
            row.number("aggregated_measure_value"),
            row.numberOrNull("predicted_value"),
            row.numberOrNull("lower_bound"),
            row.numberOrNull("upper_bound"),
            row.flag("filled"),
            contributors == null ? List.of() : DecisionJson.readContributors(contributors));
    double score = row.number("anomaly_score");
    double threshold = row.number("anomaly_decision_threshold");
    WhyItAlerts why = new WhyItAlerts(score > threshold, FindingsColumns.findings(row), reason);
    return new Anomaly(
        row.text("decision_id"),
        row.text("timeseries_id"),
        row.text("detector_name"),
        row.text("measure"),
        DimensionText.parse(row.text("dimensions")),
        row.time("detection_period_start_time"),
        row.time("detection_period_end_time"),
        why.findings().step(),
        reason.value(),
        reason.predicted(),
        reason.lower(),
        reason.upper(),
        score,
        threshold,
        row.number("anomaly_confidence_score"),
        reason.filled(),
        row.flag("partial"),
        why.byScore(),
        why.names(),
        why.text());
  }
}
