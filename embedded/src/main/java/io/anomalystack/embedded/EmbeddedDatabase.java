package io.anomalystack.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/**
 * A real PostgreSQL server as a process of its own, with nothing left of it when it is closed. It
 * listens on the loopback interface and lets everybody in who comes from there.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String SUPERUSER = "postgres";

  private final Scratch scratch;
  private final EmbeddedPostgres server;

  private EmbeddedDatabase(Scratch scratch, EmbeddedPostgres server) {
    this.scratch = scratch;
    this.server = server;
  }

  /** Starts a server on a free port; it is ready when this returns. */
  public static EmbeddedDatabase start() throws IOException {
    return start(Map.of());
  }

  /**
   * Starts a server on a free port; it is ready when this returns.
   *
   * @param settings of the server, by the names in {@code postgresql.conf}
   */
  public static EmbeddedDatabase start(Map<String, String> settings) throws IOException {
    Scratch scratch = Scratch.directory();
    try {
      Path data = scratch.path().resolve("data");
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(true)
              .setPGStartupWait(PATIENCE)
              .setLocaleConfig("locale", "C")
              .setLocaleConfig("encoding", "UTF8")
              // Nothing here outlives a crash of the machine, and commits are much faster so.
              .setServerConfig("fsync", "off");
      settings.forEach(builder::setServerConfig);
      return new EmbeddedDatabase(scratch, builder.start());
    } catch (IOException | RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  /** Where it listens. */
  public String host() {
    return "localhost";
  }

  /** Where it listens. */
  public int port() {
    return server.getPort();
  }

  /** A database that is there and empty. */
  public String database() {
    return SUPERUSER;
  }

  /** Who may do everything. */
  public String user() {
    return SUPERUSER;
  }

  /** Any would do, as nobody is asked. */
  public String password() {
    return SUPERUSER;
  }

  /** For JDBC, without user and password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://" + host() + ":" + port() + "/" + database();
  }

  /** A new connection as {@link #user}. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), user(), password());
  }

  @Override
  public void close() throws IOException {
    try {
      server.close();
    } finally {
      scratch.close();
    }
  }
}
