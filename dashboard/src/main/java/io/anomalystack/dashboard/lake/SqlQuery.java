package io.anomalystack.dashboard.lake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A query and what becomes of its rows.
 *
 * @param sql with {@code ?} for each parameter
 * @param parameters in order; null where a filter is not wanted
 * @param reader makes a row's object
 */
public record SqlQuery<T>(String sql, List<Object> parameters, RowReader<T> reader) {

  /** Reads the row at which a result stands. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(Row row) throws SQLException;
  }

  /** A query with its parameters. */
  public static <T> SqlQuery<T> of(String sql, RowReader<T> reader, Object... parameters) {
    return new SqlQuery<>(sql, Arrays.asList(parameters), reader);
  }

  List<T> rows(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      List<T> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        Row row = new Row(result);
        while (result.next()) {
          rows.add(reader.read(row));
        }
      }
      return rows;
    }
  }
}
