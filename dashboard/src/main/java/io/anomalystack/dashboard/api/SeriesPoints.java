package io.anomalystack.dashboard.api;

import io.anomalystack.dashboard.lake.Lake;
import io.anomalystack.dashboard.lake.Row;
import io.anomalystack.dashboard.lake.SqlQuery;
import io.anomalystack.lake.sql.LakeSql;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.MeasureDecision;
import io.anomalystack.model.text.ReadableNumber;
import java.sql.SQLException;
import java.util.List;

/**
 * The points of one series.
 *
 * @param lake where they are
 */
record SeriesPoints(Lake lake) {

  /**
   * The points between two times, or a sample of them.
   *
   * @param from the first start, in epoch milliseconds
   * @param to before which to end, in epoch milliseconds
   * @param measure of measures that are judged together, the one to draw; null where there is but
   *     one
   */
  Points points(String id, long from, long to, String measure) throws SQLException {
    if (from >= to) {
      return Points.of(from, to, 0, List.of());
    }
    String first = SqlTime.day(from);
    String last = SqlTime.day(to - 1);
    Object[] parameters = {id, first, last, SqlTime.timestamp(from), SqlTime.timestamp(to)};
    String query = LakeSql.query("series_points");
    long most = onDays(id, first, last);
    if (most > PointSample.MOST) {
      most =
          lake.rows(
                  first,
                  last,
                  SqlQuery.of(
                      "select count(*) as points from (" + query + ")",
                      row -> row.whole("points"),
                      parameters))
              .get(0);
    }
    PointSample sample = new PointSample(most);
    lake.forEach(
        first, last, SqlQuery.of(query, row -> point(row, measure), parameters), sample::add);
    return Points.of(from, to, sample.total(), sample.points());
  }

  /** How many points there are on some days, which is known without looking for them. */
  private long onDays(String id, String first, String last) throws SQLException {
    return lake.rows(
            SqlQuery.of(
                """
                select coalesce(sum(decisions), 0) as decisions
                from series_days
                where timeseries_id = ? and date >= ? and date <= ?
                """,
                row -> row.whole("decisions"),
                id,
                first,
                last))
        .get(0);
  }

  private static Point point(Row row, String measure) throws SQLException {
    String measures = row.text("measures");
    if (measure != null && measures != null) {
      for (MeasureDecision one : DecisionJson.readMeasures(measures)) {
        if (one.name().equals(measure)) {
          return point(row, one.value(), one.predictedValue(), one.lowerBound(), one.upperBound());
        }
      }
      return null;
    }
    return point(
        row,
        row.number("aggregated_measure_value"),
        row.numberOrNull("predicted_value"),
        row.numberOrNull("lower_bound"),
        row.numberOrNull("upper_bound"));
  }

  private static Point point(Row row, double value, Double predicted, Double lower, Double upper)
      throws SQLException {
    Double step = row.numberOrNull("step");
    return new Point(
        row.time("detection_period_start_time"),
        value,
        predicted,
        lower,
        upper,
        row.number("anomaly_score"),
        row.number("anomaly_decision_threshold"),
        row.whole("alert") == 1,
        row.text("model_stage").equals("LEARNING"),
        row.flag("filled"),
        silenced(row),
        step == null ? null : step.longValue(),
        row.text("rule_results"),
        row.text("peer"),
        row.text("denominator"));
  }

  private static String silenced(Row row) throws SQLException {
    String by = row.text("suppressed_by");
    if (by != null) {
      return "silenced by %s; the score would be %s"
          .formatted(by, ReadableNumber.near(row.number("suppressed_score"), 10));
    }
    String heldBack = row.text("held_back");
    return heldBack == null
        ? null
        : switch (heldBack) {
          case "NEAR_EXPECTED" -> "held back: too near to what was expected";
          case "EXPLAINED_BY_RECENT_POINTS" -> "held back: goes with a recent anomaly";
          default -> "held back: " + heldBack;
        };
  }
}
