package io.anomalystack.dashboard.lake;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The row at which a result stands.
 *
 * @param result the result
 */
public record Row(ResultSet result) {
  public String text(String column) throws SQLException {
    return result.getString(column);
  }

  public double number(String column) throws SQLException {
    return result.getDouble(column);
  }

  /** A number, or null. */
  public Double numberOrNull(String column) throws SQLException {
    double value = result.getDouble(column);
    return result.wasNull() ? null : value;
  }

  public long whole(String column) throws SQLException {
    return result.getLong(column);
  }

  public boolean flag(String column) throws SQLException {
    return result.getBoolean(column);
  }

  /** A time in epoch milliseconds, or null. */
  public Long time(String column) throws SQLException {
    LocalDateTime time = result.getObject(column, LocalDateTime.class);
    return time == null ? null : time.toInstant(ZoneOffset.UTC).toEpochMilli();
  }
}
