package io.anomalystack.dashboard.api;

import io.anomalystack.dashboard.api.Overview.Activity;
import io.anomalystack.dashboard.api.Overview.DetectorCount;
import io.anomalystack.dashboard.api.Overview.Kpis;
import io.anomalystack.dashboard.api.Overview.Pair;
import io.anomalystack.dashboard.api.Overview.TopSeries;
import io.anomalystack.dashboard.lake.Lake;
import io.anomalystack.dashboard.lake.SqlQuery;
import io.anomalystack.lake.sql.LakeSql;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.DimensionText;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Puts the overview together.
 *
 * @param lake where the figures come from
 */
record Overviews(Lake lake) {
  private static final int MOST_PAIRS = 500;

  /** By the day, a short time would be a dot or two; by the hour, a long one would take long. */
  private static final Duration SHORT = Duration.ofDays(4);

  private static final long FEW_DECISIONS = 2_000_000;

  private record Headline(Kpis kpis, Long first, Long latest) {}

  Overview overview(Filter filter, String version, String problem) throws SQLException {
    Headline headline = headline(filter);
    List<Activity> days = days(filter);
    boolean hourly =
        headline.first != null
            && headline.latest - headline.first <= SHORT.toMillis()
            && days.stream().mapToLong(Activity::decisions).sum() <= FEW_DECISIONS;
    List<Pair> pairs = pairs(filter.detector());
    return new Overview(
        version,
        lake.modified(),
        problem,
        headline.first,
        headline.latest,
        headline.kpis,
        detectors(),
        pairs.subList(0, Math.min(pairs.size(), MOST_PAIRS)),
        pairs.size(),
        hourly ? "hour" : "day",
        hourly ? hours(filter, headline) : days,
        topSeries(filter));
  }

  private Headline headline(Filter filter) throws SQLException {
    return lake.rows(
            SqlQuery.of(
                LakeSql.query("kpis"),
                row ->
                    new Headline(
                        new Kpis(
                            row.whole("timeseries_tracked"),
                            row.whole("datapoints_processed"),
                            row.numberOrNull("anomaly_confidence_score"),
                            row.whole("alerts")),
                        row.time("first_start_time"),
                        row.time("latest_end_time")),
                filter.detector(),
                filter.pairParameter()))
        .get(0);
  }

  private List<DetectorCount> detectors() throws SQLException {
    return lake.rows(
        SqlQuery.of(
            """
            select detector_name, count(*) as timeseries, sum(alerts) as alerts
            from series
            group by detector_name
            order by detector_name
            """,
            row ->
                new DetectorCount(
                    row.text("detector_name"), row.whole("timeseries"), row.whole("alerts"))));
  }

  /**
   * What there is to filter by: the dimensions with the fewest values first, as of many some go.
   */
  private List<Pair> pairs(String detector) throws SQLException {
    return lake.rows(
        SqlQuery.of(
            """
            with named as (
              select distinct unnest(string_split(trim(pairs, ','), ',')) as pair
              from series
              where dimensions <> '' and detector_name = coalesce(cast(? as varchar), detector_name))
            select pair
            from named
            order by count(*) over (partition by split_part(pair, '=', 1)), pair
            """,
            row -> pair(Pairs.decode(row.text("pair"))),
            detector));
  }

  private static Pair pair(String key) {
    Dimension dimension = DimensionText.parse(key).get(0);
    return new Pair(key, dimension.name(), dimension.value());
  }

  private List<Activity> days(Filter filter) throws SQLException {
    return lake.rows(
        SqlQuery.of(
            LakeSql.query("alerts_per_day"),
            row ->
                new Activity(
                    LocalDate.parse(row.text("date"))
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .toEpochMilli(),
                    row.whole("decisions"),
                    row.whole("alerts"),
                    row.numberOrNull("anomaly_confidence_score")),
            filter.detector(),
            filter.pairParameter()));
  }

  private List<Activity> hours(Filter filter, Headline headline) throws SQLException {
    String first = SqlTime.day(headline.first);
    String last = SqlTime.day(headline.latest);
    return lake.rows(
        first,
        last,
        SqlQuery.of(
            LakeSql.query("confidence_over_time"),
            row ->
                new Activity(
                    row.time("hour_start_time"),
                    row.whole("decisions"),
                    row.whole("alerts"),
                    row.numberOrNull("anomaly_confidence_score")),
            first,
            last,
            filter.detector(),
            filter.pairParameter()));
  }

  private List<TopSeries> topSeries(Filter filter) throws SQLException {
    return lake.rows(
        SqlQuery.of(
            LakeSql.query("top_series"),
            row ->
                new TopSeries(
                    row.text("timeseries_id"),
                    row.text("detector_name"),
                    row.text("measure"),
                    DimensionText.parse(row.text("dimensions")),
                    row.whole("alerts"),
                    row.number("highest_score")),
            filter.detector(),
            filter.pairParameter()));
  }
}
