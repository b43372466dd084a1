package io.anomalystack.dashboard.api;

import io.anomalystack.dashboard.lake.Lake;
import io.anomalystack.dashboard.lake.Row;
import io.anomalystack.dashboard.lake.SqlQuery;
import io.anomalystack.model.DimensionText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The list of time series: filtered, searched, sorted, a page at a time.
 *
 * @param lake where the series are
 */
record SeriesList(Lake lake) {
  private static final String WITH_WORD =
      " and strpos(lower(concat_ws(' ', detector_name, measure, dimensions)), ?) > 0";

  /** In what order. */
  enum Sort {
    ALERTS("alerts desc, highest_score desc, detector_name, dimensions, measure, timeseries_id"),
    RECENT("latest_alert_time desc nulls last, detector_name, dimensions, measure, timeseries_id"),
    NAME("detector_name, dimensions, measure, timeseries_id");

    private final String columns;

    Sort(String columns) {
      this.columns = columns;
    }
  }

  /**
   * A page of the series.
   *
   * @param words each must occur in detector, measure or dimensions, in capitals or not
   */
  SeriesSummary.Page page(Filter filter, String words, Sort sort, int offset, int limit)
      throws SQLException {
    List<Object> parameters =
        new ArrayList<>(Arrays.asList(filter.detector(), filter.pairParameter()));
    StringBuilder wanted = new StringBuilder(Filter.SERIES);
    for (String word : words.toLowerCase(Locale.ROOT).split("\\s+")) {
      if (!word.isEmpty()) {
        wanted.append(WITH_WORD);
        parameters.add(word);
      }
    }
    long total =
        lake.rows(
                new SqlQuery<>(
                    "select count(*) as total " + wanted, parameters, row -> row.whole("total")))
            .get(0);
    parameters.add(limit);
    parameters.add(offset);
    return new SeriesSummary.Page(
        total,
        lake.rows(
            new SqlQuery<>(
                "select * " + wanted + " order by " + sort.columns + " limit ? offset ?",
                parameters,
                SeriesList::summary)));
  }

  /** One series; null where there is none of that id. */
  SeriesSummary series(String id) throws SQLException {
    return lake
        .rows(SqlQuery.of("select * from series where timeseries_id = ?", SeriesList::summary, id))
        .stream()
        .findFirst()
        .orElse(null);
  }

  private static SeriesSummary summary(Row row) throws SQLException {
    String measure = row.text("measure");
    return new SeriesSummary(
        row.text("timeseries_id"),
        row.text("detector_name"),
        measure,
        measure.contains("+") ? List.of(measure.split("\\+")) : List.of(),
        DimensionText.parse(row.text("dimensions")),
        row.whole("alerts"),
        row.time("latest_alert_time"),
        row.time("first_start_time"),
        row.time("latest_start_time"),
        row.time("latest_end_time") - row.time("latest_start_time"),
        row.number("latest_value"),
        row.number("latest_score"),
        row.number("latest_confidence"),
        row.whole("processed_data_points"),
        row.text("latest_stage"));
  }
}
