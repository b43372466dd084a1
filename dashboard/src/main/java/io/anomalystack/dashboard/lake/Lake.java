package io.anomalystack.dashboard.lake;

import io.anomalystack.lake.sql.LakeSql;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.duckdb.DuckDBConnection;

/**
 * A lake in a local folder, read by DuckDB through {@link LakeSql}.
 *
 * <p>The views {@code alerts}, {@code series_days} and {@code series} are kept as tables, filled
 * from the same SQL: when files of a day come or go, that day is read anew and no other. So what
 * the overview shows costs nothing but its own rows, however long the lake is. Thread-safe.
 */
public final class Lake implements AutoCloseable {
  private final Path folder;
  private final DuckDBConnection database;
  private volatile State state = new State(0, new LakeFiles(new TreeMap<>()));

  private record State(long version, LakeFiles files) {}

  private Lake(Path folder, DuckDBConnection database) {
    this.folder = folder;
    this.database = database;
  }

  /**
   * Opens a lake, without reading it yet.
   *
   * @param folder the folder that holds {@code decisions}, or will
   */
  public static Lake open(Path folder) throws SQLException {
    DuckDBConnection database =
        DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
    try (Statement statement = database.createStatement()) {
      statement.execute("set TimeZone = 'UTC'");
      // What it can do without asking the network is enough.
      statement.execute("set autoinstall_known_extensions = false");
      statement.execute("set preserve_insertion_order = false");
      LakeRelation.over(statement, List.of());
      statement.execute("create table alerts as " + LakeSql.view("alerts"));
      statement.execute("create table series_days as " + LakeSql.view("series_days"));
      statement.execute("create table series as " + LakeSql.view("series"));
    } catch (SQLException e) {
      database.close();
      throw e;
    }
    return new Lake(folder.toAbsolutePath(), database);
  }

  /**
   * Takes in what was written or removed since the last time.
   *
   * @return whether anything was
   * @throws SQLException if a file cannot be read; what was known before stays
   */
  public synchronized boolean refresh() throws IOException, SQLException {
    LakeFiles files = LakeFiles.list(folder);
    Set<String> changed = files.changedSince(state.files);
    if (changed.isEmpty()) {
      return false;
    }
    try (Connection connection = database.duplicate();
        Statement statement = connection.createStatement()) {
      LakeRelation.over(statement, files.of(changed));
      connection.setAutoCommit(false);
      try {
        String days = "date in ('" + String.join("','", changed) + "')";
        for (String table : new String[] {"alerts", "series_days"}) {
          statement.execute("delete from " + table + " where " + days);
          statement.execute("insert into " + table + " " + LakeSql.view(table));
        }
        statement.execute("delete from series");
        statement.execute("insert into series " + LakeSql.view("series"));
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      }
    }
    state = new State(state.version + 1, files);
    return true;
  }

  /** Changes with what the lake holds. */
  public long version() {
    return state.version;
  }

  /** When the newest file was written, in epoch milliseconds; null for an empty lake. */
  public Long modified() {
    return state.files.modified();
  }

  /** Asks for the rows of a query that does not need the decisions themselves. */
  public <T> List<T> rows(SqlQuery<T> query) throws SQLException {
    try (Connection connection = database.duplicate()) {
      return query.rows(connection);
    }
  }

  /**
   * Asks for the rows of a query on the decisions of some days.
   *
   * @param first as {@code yyyy-mm-dd}
   * @param last as {@code yyyy-mm-dd}, included
   */
  public <T> List<T> rows(String first, String last, SqlQuery<T> query) throws SQLException {
    try (Connection connection = database.duplicate();
        Statement statement = connection.createStatement()) {
      LakeRelation.over(statement, state.files.between(first, last));
      return query.rows(connection);
    }
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
