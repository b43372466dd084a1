package io.anomalystack.lake.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The SQL that reads the lake: one text for Athena, Trino and DuckDB.
 *
 * <p>All of it stands on one relation, {@code decisions}: on Athena and Trino the table over the
 * lake's files, on DuckDB a view over them with the same columns. Views are bodies, to be put
 * behind {@code create view NAME as}; a view may use those before it. Queries take parameters,
 * written {@code ?}, which the comment at their top lists in order.
 */
public final class LakeSql {
  /** The views, in the order in which they can be created. */
  public static final List<String> VIEWS =
      List.of("decisions_flat", "alerts", "series_days", "series");

  /** The queries. */
  public static final List<String> QUERIES =
      List.of(
          "kpis",
          "latest_decisions",
          "anomalies",
          "anomalies_by_series_and_day",
          "alerts_per_day",
          "confidence_over_time",
          "top_series",
          "series_points",
          "peer_deviations");

  private LakeSql() {}

  /**
   * The body of a view.
   *
   * @param name one of {@link #VIEWS}
   */
  public static String view(String name) {
    return read("views/" + name + ".sql");
  }

  /**
   * A query.
   *
   * @param name one of {@link #QUERIES}
   */
  public static String query(String name) {
    return read("queries/" + name + ".sql");
  }

  private static String read(String file) {
    try (InputStream in = LakeSql.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no SQL file " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
