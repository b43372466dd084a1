package io.anomalystack.dashboard.lake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

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

  /** The same behind a text that defines what it stands on. */
  SqlQuery<T> behind(String definitions) {
    return new SqlQuery<>(definitions + sql, parameters, reader);
  }

  void forEach(Connection connection, Consumer<T> taker) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        Row row = new Row(result);
        while (result.next()) {
          taker.accept(reader.read(row));
        }
      }
    }
  }
}
