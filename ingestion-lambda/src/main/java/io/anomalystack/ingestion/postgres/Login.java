package io.anomalystack.ingestion.postgres;

import io.anomalystack.ingestion.IngestionException;
import io.anomalystack.ingestion.config.DatabaseConfig;
import io.anomalystack.secrets.AwsAccess;
import io.anomalystack.secrets.Secret;
import io.anomalystack.secrets.SecretReference;
import io.anomalystack.secrets.Secrets;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Connects to the database. */
final class Login {
  /** Of SQL: an invalid password, and an invalid authorization. */
  private static final Set<String> REFUSED = Set.of("28P01", "28000");

  private static final String UNTRUSTED =
      ". Name a file of the authority that signed the server's certificate in 'rootCertificate'; that"
          + " of RDS is AWS's global-bundle.pem";

  private static final Duration LONGEST_LOGIN = Duration.ofSeconds(10);

  private final DatabaseConfig config;
  private final Secrets secrets;
  private final IamToken token;

  Login(DatabaseConfig config, Secrets secrets, AwsAccess access) {
    this.config = config;
    this.secrets = secrets;
    this.token = new IamToken(access);
  }

  /**
   * A new connection.
   *
   * @param available how long the connection is wanted; no answer takes longer
   */
  Connection connect(Duration available) {
    try {
      if (config.password().isEmpty()) {
        return connect(token.make(config.host(), config.port(), config.user()), available);
      }
      SecretReference reference = config.password().get();
      try {
        return connect(secrets.get(reference), available);
      } catch (SQLException e) {
        if (!REFUSED.contains(e.getSQLState())) {
          throw e;
        }
        // It may have been rotated.
        return connect(secrets.refresh(reference), available);
      }
    } catch (SQLException e) {
      throw new IngestionException(
          "cannot connect to database '%s' at %s:%d as %s: %s%s"
              .formatted(
                  config.name(),
                  config.host(),
                  config.port(),
                  config.user(),
                  e.getMessage(),
                  e.getCause() instanceof SSLException ? UNTRUSTED : ""),
          e);
    }
  }

  private Connection connect(Secret password, Duration available) throws SQLException {
    Properties properties = new Properties();
    PGProperty.USER.set(properties, config.user());
    PGProperty.PASSWORD.set(properties, password.reveal());
    PGProperty.APPLICATION_NAME.set(properties, "anomaly-ingestion");
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "13");
    // Nothing is prepared for later, and what sits between may hand statements to any server.
    PGProperty.PREPARE_THRESHOLD.set(properties, 0);
    PGProperty.CONNECT_TIMEOUT.set(properties, seconds(LONGEST_LOGIN));
    PGProperty.LOGIN_TIMEOUT.set(properties, seconds(LONGEST_LOGIN));
    PGProperty.SOCKET_TIMEOUT.set(properties, seconds(available));
    PGProperty.GSS_ENC_MODE.set(properties, "disable");
    if (config.tls()) {
      PGProperty.SSL_MODE.set(properties, "verify-full");
      config
          .rootCertificate()
          .ifPresentOrElse(
              file -> PGProperty.SSL_ROOT_CERT.set(properties, file.toString()),
              () ->
                  PGProperty.SSL_FACTORY.set(
                      properties, "org.postgresql.ssl.DefaultJavaSSLFactory"));
    } else {
      PGProperty.SSL_MODE.set(properties, "disable");
    }
    Connection connection = new Driver().connect(url(), properties);
    connection.setAutoCommit(false);
    return connection;
  }

  /** What the address names goes before what the properties name. */
  private String url() {
    String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
    return "jdbc:postgresql://%s:%d/%s"
        .formatted(host, config.port(), URLEncoder.encode(config.name(), StandardCharsets.UTF_8));
  }

  private static int seconds(Duration time) {
    return (int) Math.max(1, Math.min(time.toSeconds(), Integer.MAX_VALUE));
  }
}
