package io.anomalystack.ingestion.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anomalystack.embedded.Scratch;
import io.anomalystack.ingestion.IngestionException;
import io.anomalystack.ingestion.Parts;
import io.anomalystack.ingestion.config.DatabaseConfig;
import io.anomalystack.secrets.AwsAccess;
import io.anomalystack.secrets.SecretReference;
import io.anomalystack.secrets.Secrets;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Key;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Passwords that are rotated, and servers that prove who they are. */
class LoginTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void asksForThePasswordAgainWhenItIsRefusedAndNeverShowsIt() throws Exception {
    try (Scratch scratch = Scratch.directory();
        Secrets secrets = new Secrets(Map.of())) {
      requirePassword("rotating", "first-secret-word");
      Path file = scratch.path().resolve("password");
      Files.writeString(file, "first-secret-word\n");
      Login login = login(config("rotating", file, false, Optional.empty()), secrets);
      assertThat(userOf(login)).isEqualTo("rotating");

      execute("ALTER USER rotating PASSWORD 'second-secret-word'");
      Files.writeString(file, "second-secret-word\n");
      assertThat(userOf(login)).isEqualTo("rotating");

      Files.writeString(file, "wrong-secret-word\n");
      execute("ALTER USER rotating PASSWORD 'third-secret-word'");
      assertThatThrownBy(() -> login.connect(SOON))
          .isInstanceOf(IngestionException.class)
          .hasMessageContaining("as rotating: FATAL: password authentication failed")
          .satisfies(e -> assertThat(trace(e)).doesNotContain("secret-word"));
    }
  }

  @Test
  void connectsOnlyToAServerThatItsAuthorityVouchesFor() throws Exception {
    try (Scratch scratch = Scratch.directory();
        Secrets secrets = new Secrets(Map.of())) {
      Path password = scratch.path().resolve("password");
      Files.writeString(password, "postgres");
      Path certificate = encrypt(scratch.path(), "server");
      Path other = certificate(scratch.path(), "other").certificate();

      Login trusted = login(config("postgres", password, true, Optional.of(certificate)), secrets);
      try (Connection connection = trusted.connect(SOON);
          Statement statement = connection.createStatement();
          ResultSet result =
              statement.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
        result.next();
        assertThat(result.getBoolean(1)).isTrue();
      }
      Login untrusted = login(config("postgres", password, true, Optional.of(other)), secrets);
      assertThatThrownBy(() -> untrusted.connect(SOON))
          .isInstanceOf(IngestionException.class)
          .hasMessageContaining("Name a file of the authority");
      Login byJava = login(config("postgres", password, true, Optional.empty()), secrets);
      assertThatThrownBy(() -> byJava.connect(SOON))
          .isInstanceOf(IngestionException.class)
          .hasMessageContaining("Name a file of the authority");
      DatabaseConfig config = config("postgres", password, true, Optional.of(certificate));
      Login byAnotherName = login(named("127.0.0.1", config), secrets);
      assertThatThrownBy(() -> byAnotherName.connect(SOON))
          .isInstanceOf(IngestionException.class)
          .hasMessageContaining("127.0.0.1 could not be verified");
    } finally {
      execute("ALTER SYSTEM RESET ssl");
      execute("SELECT pg_reload_conf()");
    }
  }

  private static Login login(DatabaseConfig config, Secrets secrets) {
    return new Login(config, secrets, new AwsAccess(Map.of()));
  }

  private static DatabaseConfig config(
      String user, Path password, boolean tls, Optional<Path> root) {
    return new DatabaseConfig(
        "localhost",
        Parts.database().port(),
        "postgres",
        user,
        Optional.of(new SecretReference.InFile(password)),
        tls,
        root,
        SOON,
        Set.of());
  }

  private static DatabaseConfig named(String host, DatabaseConfig config) {
    return new DatabaseConfig(
        host,
        config.port(),
        config.name(),
        config.user(),
        config.password(),
        config.tls(),
        config.rootCertificate(),
        config.statementTimeout(),
        config.formerly());
  }

  private static String userOf(Login login) throws Exception {
    try (Connection connection = login.connect(SOON);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT current_user")) {
      result.next();
      return result.getString(1);
    }
  }

  @Test
  void findsADatabaseOfAnyName() throws Exception {
    try (Scratch scratch = Scratch.directory();
        Secrets secrets = new Secrets(Map.of())) {
      execute("DROP DATABASE IF EXISTS \"sh op/?1&a=b+c\"");
      execute("CREATE DATABASE \"sh op/?1&a=b+c\"");
      Path password = scratch.path().resolve("password");
      Files.writeString(password, "postgres");
      DatabaseConfig named =
          new DatabaseConfig(
              "localhost",
              Parts.database().port(),
              "sh op/?1&a=b+c",
              "postgres",
              Optional.of(new SecretReference.InFile(password)),
              false,
              Optional.empty(),
              SOON,
              Set.of());

      try (Connection connection = login(named, secrets).connect(SOON)) {
        assertThat(connection.getCatalog()).isEqualTo("sh op/?1&a=b+c");
      }
    }
  }

  private static void requirePassword(String user, String password) throws Exception {
    execute("DROP USER IF EXISTS " + user);
    execute("CREATE USER " + user + " PASSWORD '" + password + "'");
    Path rules = Path.of(value("SHOW hba_file"));
    Files.writeString(rules, "host all " + user + " all scram-sha-256\n" + Files.readString(rules));
    execute("SELECT pg_reload_conf()");
  }

  private record Identity(Path certificate, Path key) {}

  /** Gives the server a key and a certificate; returns the certificate. */
  private static Path encrypt(Path directory, String name) throws Exception {
    Path data = Path.of(value("SHOW data_directory"));
    Identity identity = certificate(directory, name);
    Path key = data.resolve(name + ".key");
    Files.copy(identity.key(), key);
    Files.copy(identity.certificate(), data.resolve(name + ".crt"));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Files.setOwner(key, Files.getOwner(data));
    Files.setOwner(data.resolve(name + ".crt"), Files.getOwner(data));
    execute("ALTER SYSTEM SET ssl_cert_file = '" + name + ".crt'");
    execute("ALTER SYSTEM SET ssl_key_file = '" + name + ".key'");
    execute("ALTER SYSTEM SET ssl = on");
    execute("SELECT pg_reload_conf()");
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!value("SHOW ssl").equals("on")) {
      assertThat(System.nanoTime()).as("the server took its certificate").isLessThan(deadline);
    }
    return identity.certificate();
  }

  /** A key for localhost that vouches for itself. */
  private static Identity certificate(Path directory, String name) throws Exception {
    Path store = directory.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-keyalg",
                    "RSA",
                    "-keysize",
                    "2048",
                    "-alias",
                    "key",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "SAN=dns:localhost",
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    "changeit",
                    "-keystore",
                    store.toString()))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    Key key = keys.getKey("key", "changeit".toCharArray());
    return new Identity(
        pem(
            directory.resolve(name + ".crt"),
            "CERTIFICATE",
            keys.getCertificate("key").getEncoded()),
        pem(directory.resolve(name + ".key"), "PRIVATE KEY", key.getEncoded()));
  }

  private static Path pem(Path path, String what, byte[] content) throws Exception {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        path, "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(what, base64));
  }

  private static String trace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static void execute(String sql) throws Exception {
    try (Connection connection = Parts.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String value(String sql) throws Exception {
    try (Connection connection = Parts.database().connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }
}
