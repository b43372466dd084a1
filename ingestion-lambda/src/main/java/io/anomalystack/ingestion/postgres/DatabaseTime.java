package io.anomalystack.ingestion.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The database's clock, the only one that is asked. */
final class DatabaseTime {
  private DatabaseTime() {}

  /** When the connection's transaction began: before anything that it can see was looked at. */
  static Instant of(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT (now() AT TIME ZONE 'UTC')::text");
        ResultSet result = statement.executeQuery()) {
      result.next();
      return LocalDateTime.parse(result.getString(1).replace(' ', 'T')).toInstant(ZoneOffset.UTC);
    }
  }
}
