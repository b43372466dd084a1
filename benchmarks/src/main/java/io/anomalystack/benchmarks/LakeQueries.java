package io.anomalystack.benchmarks;

import io.anomalystack.dashboard.lake.Lake;
import io.anomalystack.dashboard.lake.SqlQuery;
import io.anomalystack.lake.LakeReader;
import io.anomalystack.lake.sql.LakeSql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Types;
import java.util.stream.Collectors;

/** How long DuckDB takes for the key figures of a lake. */
final class LakeQueries {
  private static final int ROUNDS = 5;
  private static final double NANOS_PER_MILLI = 1e6;

  private LakeQueries() {}

  static void report(Path lake) throws Exception {
    overFiles(lake);
    inDashboard(lake);
  }

  /** The query as any DuckDB would run it: views over the files, nothing kept. */
  private static void overFiles(Path folder) throws Exception {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute("set TimeZone = 'UTC'");
      statement.execute(
          LakeReader.of(folder).files().stream()
              .map(file -> "'" + file + "'")
              .collect(
                  Collectors.joining(
                      ",",
                      "create view decisions as select * from read_parquet([",
                      "], hive_types = {'date': varchar})")));
      for (String view : LakeSql.VIEWS) {
        statement.execute("create view " + view + " as " + LakeSql.view(view));
      }
      try (PreparedStatement kpis = duckDb.prepareStatement(LakeSql.query("kpis"))) {
        kpis.setNull(1, Types.VARCHAR);
        kpis.setNull(2, Types.VARCHAR);
        for (int round = 1; round <= ROUNDS; round++) {
          long start = System.nanoTime();
          try (ResultSet result = kpis.executeQuery()) {
            result.next();
            System.out.printf(
                "KPI query over the files, run %d: %.0f ms: %s series, %s points%n",
                round, millisSince(start), result.getString(1), result.getString(2));
          }
        }
      }
    }
  }

  /** The same as the dashboard does it, with tables that are filled once. */
  private static void inDashboard(Path folder) throws Exception {
    try (Lake lake = Lake.open(folder)) {
      long start = System.nanoTime();
      lake.refresh();
      double filling = millisSince(start);
      start = System.nanoTime();
      long series =
          lake.rows(
                  SqlQuery.of(
                      LakeSql.query("kpis"), row -> row.whole("timeseries_tracked"), null, null))
              .get(0);
      System.out.printf(
          "KPI query in the dashboard: %.0f ms (%,d series), once the lake is taken in: %.0f ms%n",
          millisSince(start), series, filling);
    }
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / NANOS_PER_MILLI;
  }
}
