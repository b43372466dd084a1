package io.anomalystack.ingestion.postgres;

import io.anomalystack.ingestion.IngestionException;
import io.anomalystack.ingestion.Source;
import io.anomalystack.ingestion.config.DatabaseConfig;
import io.anomalystack.ingestion.config.TableConfig;
import io.anomalystack.secrets.AwsAccess;
import io.anomalystack.secrets.Secrets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A table of a PostgreSQL database, version 13 or later, on its primary server. */
public final class PostgresSource implements Source {
  private static final int LEAST_VERSION = 13;

  /** Of SQL: not allowed, and no such function. */
  private static final Set<String> NOT_TO_BE_HAD = Set.of("42501", "42883");

  private final DatabaseConfig database;
  private final TableConfig table;
  private final Login login;

  /** Connects when it is asked to. */
  public PostgresSource(
      DatabaseConfig database, TableConfig table, Secrets secrets, AwsAccess access) {
    this.database = database;
    this.table = table;
    this.login = new Login(database, secrets, access);
  }

  @Override
  public Session connect(Duration available) {
    Connection connection = login.connect(available);
    try {
      refuseUnfit(connection);
      Optional<String> system = systemIdentifier(connection);
      PostgresTransaction transaction =
          new PostgresTransaction(connection, shorter(database.statementTimeout(), available));
      Table checked =
          transaction.read(
              "looking at the table",
              () -> TableCheck.check(connection, table, database.name(), system));
      return new PostgresSession(transaction, checked, table.newRows(), database.formerly());
    } catch (SQLException e) {
      close(connection);
      throw PostgresTransaction.failed("looking at the server", e);
    } catch (RuntimeException e) {
      close(connection);
      throw e;
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void refuseUnfit(Connection connection) throws SQLException {
    int version = connection.getMetaData().getDatabaseMajorVersion();
    if (version < LEAST_VERSION) {
      throw new IngestionException(
          "PostgreSQL must be of version " + LEAST_VERSION + " or later, was " + version);
    }
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT pg_is_in_recovery()")) {
      result.next();
      if (result.getBoolean(1)) {
        throw new IngestionException(
            database.host()
                + " is a replica: what it shows may be behind what was read before. Set database.host"
                + " to the primary (of a cluster, the writer endpoint)");
      }
    }
    connection.rollback();
  }

  private static Optional<String> systemIdentifier(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT system_identifier::text FROM pg_control_system()")) {
      result.next();
      return Optional.ofNullable(result.getString(1));
    } catch (SQLException e) {
      if (!NOT_TO_BE_HAD.contains(e.getSQLState())) {
        throw e;
      }
      return Optional.empty();
    } finally {
      connection.rollback();
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // What is wrong with the connection has been said already.
    }
  }
}
