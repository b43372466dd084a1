package io.anomalystack.ingestion.postgres;

import io.anomalystack.ingestion.IngestionException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/** Transactions that only read, each in one snapshot of the database, and each bounded in time. */
final class PostgresTransaction implements AutoCloseable {
  private final Connection connection;
  private final Duration timeout;

  PostgresTransaction(Connection connection, Duration timeout) {
    this.connection = connection;
    this.timeout = timeout;
  }

  /** What is done in a transaction. */
  interface Reading<T> {
    T read() throws SQLException;
  }

  Connection connection() {
    return connection;
  }

  /**
   * @param what for a message if it fails
   */
  <T> T read(String what, Reading<T> reading) {
    try {
      T result = begunAndRead(reading);
      connection.rollback();
      return result;
    } catch (SQLException e) {
      rollBack(e);
      throw failed(what, e);
    } catch (RuntimeException e) {
      rollBack(e);
      throw e;
    }
  }

  private <T> T begunAndRead(Reading<T> reading) throws SQLException {
    try (PreparedStatement isolation =
            connection.prepareStatement(
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        PreparedStatement timeouts =
            connection.prepareStatement(
                "SELECT set_config('statement_timeout', ?, true),"
                    // Rows that a policy hides would be lost; so it is an error instead.
                    + " set_config('row_security', 'off', true),"
                    // A function that is frozen must not keep rows from being vacuumed.
                    + " set_config('idle_in_transaction_session_timeout', ?, true)")) {
      isolation.execute();
      String milliseconds = Long.toString(Math.max(1, timeout.toMillis()));
      timeouts.setString(1, milliseconds);
      timeouts.setString(2, milliseconds);
      timeouts.execute();
      return reading.read();
    }
  }

  /** On a connection that is lost this fails too, which says less than what came first. */
  private void rollBack(Exception first) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      first.addSuppressed(e);
    }
  }

  static IngestionException failed(String what, SQLException e) {
    return new IngestionException("PostgreSQL, " + what + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // Everything that was read has been read.
    }
  }
}
