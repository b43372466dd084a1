package io.anomalystack.dashboard.lake;

import io.anomalystack.lake.sql.LakeSql;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
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

  /** Why a day cannot be read as it is now. */
  private final Map<String, String> unreadable = new TreeMap<>();

  /** What was there when it was last tried, readable or not. */
  private LakeListing tried = LakeListing.NONE;

  private volatile State state = new State(0, LakeListing.NONE, null);

  /**
   * What can be asked.
   *
   * @param files those that can be read
   * @param problem why others cannot; null if all can
   */
  private record State(long version, LakeListing files, String problem) {}

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
    Properties properties = new Properties();
    // Rows come as they are asked for: a long series need not be in memory.
    properties.setProperty("jdbc_stream_results", "true");
    DuckDBConnection database =
        DriverManager.getConnection("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
    try (Statement statement = database.createStatement()) {
      statement.execute("set TimeZone = 'UTC'");
      // By default it would be a folder where the user happens to be; there is none unless it
      // spills.
      statement.execute("set temp_directory = '" + spillTo().replace("'", "''") + "'");
      // What it can do without asking the network is enough.
      statement.execute("set autoinstall_known_extensions = false");
      statement.execute("set preserve_insertion_order = false");
      // A file never changes: what its footer says need not be read for each question.
      statement.execute("set parquet_metadata_cache = true");
      String nothing = LakeRelation.over(List.of());
      statement.execute("create table alerts as " + nothing + LakeSql.view("alerts"));
      statement.execute("create table series_days as " + nothing + LakeSql.view("series_days"));
      statement.execute("create table series as " + LakeSql.view("series"));
    } catch (SQLException e) {
      database.close();
      throw e;
    }
    return new Lake(folder.toAbsolutePath(), database);
  }

  private static String spillTo() {
    return Path.of(
            System.getProperty("java.io.tmpdir"),
            "anomaly-dashboard-" + ProcessHandle.current().pid())
        .toString();
  }

  /**
   * Takes in what was written or removed since the last time. A day that cannot be read stays as it
   * was, does not keep the others back, and is tried again when its files change: see {@link
   * #problem}.
   *
   * @return whether anything was written or removed
   */
  public synchronized boolean refresh() throws IOException, SQLException {
    LakeListing files = LakeListing.list(folder);
    Set<String> changed = files.changedSince(tried);
    if (changed.isEmpty()) {
      return false;
    }
    LakeListing readable = state.files;
    try (Connection connection = database.duplicate()) {
      connection.setAutoCommit(false);
      for (String day : changed) {
        try {
          takeIn(connection, day, files.of(List.of(day)));
          readable = readable.with(day, files);
          unreadable.remove(day);
        } catch (SQLException e) {
          connection.rollback();
          unreadable.put(day, e.getMessage());
        }
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("delete from series");
        statement.execute("insert into series " + LakeSql.view("series"));
        connection.commit();
      }
    }
    tried = files;
    state = new State(state.version + 1, readable, describeUnreadable());
    return true;
  }

  private static void takeIn(Connection connection, String day, List<Path> files)
      throws SQLException {
    String decisions = LakeRelation.over(files);
    try (Statement statement = connection.createStatement()) {
      for (String table : new String[] {"alerts", "series_days"}) {
        statement.execute("delete from " + table + " where date = '" + day + "'");
        statement.execute("insert into " + table + " " + decisions + LakeSql.view(table));
      }
      connection.commit();
    }
  }

  private String describeUnreadable() {
    if (unreadable.isEmpty()) {
      return null;
    }
    Map.Entry<String, String> first = unreadable.entrySet().iterator().next();
    return "Of %s, new files cannot be read%s: %s"
        .formatted(
            first.getKey(),
            unreadable.size() > 1 ? ", nor of " + (unreadable.size() - 1) + " other days" : "",
            first.getValue());
  }

  /** Changes with what the lake holds. */
  public long version() {
    return state.version;
  }

  /** Why files of the lake cannot be read as they are now; null if all can. */
  public String problem() {
    return state.problem;
  }

  /** When the newest file was written, in epoch milliseconds; null for an empty lake. */
  public Long modified() {
    return state.files.modified();
  }

  /** Asks for the rows of a query that does not need the decisions themselves. */
  public <T> List<T> rows(SqlQuery<T> query) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (Connection connection = database.duplicate()) {
      query.forEach(connection, rows::add);
    }
    return rows;
  }

  /**
   * Asks for the rows of a query on the decisions of some days, one after the other.
   *
   * @param first as {@code yyyy-mm-dd}
   * @param last as {@code yyyy-mm-dd}, included
   */
  public <T> void forEach(String first, String last, SqlQuery<T> query, Consumer<T> taker)
      throws SQLException {
    String decisions = LakeRelation.over(state.files.between(first, last));
    try (Connection connection = database.duplicate()) {
      query.behind(decisions).forEach(connection, taker);
    }
  }

  /** All rows of a query on the decisions of some days: see {@link #forEach}. */
  public <T> List<T> rows(String first, String last, SqlQuery<T> query) throws SQLException {
    List<T> rows = new ArrayList<>();
    forEach(first, last, query, rows::add);
    return rows;
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
