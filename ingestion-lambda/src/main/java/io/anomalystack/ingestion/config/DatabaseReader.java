package io.anomalystack.ingestion.config;

import io.anomalystack.model.config.NearbyFile;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import io.anomalystack.secrets.SecretReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads where the database is and who asks it. */
final class DatabaseReader {
  private static final String HOST = "host";
  private static final String PORT = "port";
  private static final String NAME = "name";
  private static final String USER = "user";
  private static final String PASSWORD = "password";
  private static final String IAM = "iam";
  private static final String TLS = "tls";
  private static final String ROOT_CERTIFICATE = "rootCertificate";
  private static final String STATEMENT_TIMEOUT = "statementTimeout";
  private static final String FORMERLY = "formerly";
  private static final String VERIFY_FULL = "verify-full";
  private static final String DISABLE = "disable";

  static final List<String> KNOWN =
      List.of(
          HOST,
          PORT,
          NAME,
          USER,
          PASSWORD,
          IAM,
          TLS,
          ROOT_CERTIFICATE,
          STATEMENT_TIMEOUT,
          FORMERLY);

  private static final int DEFAULT_PORT = 5432;
  private static final int MOST_PORT = 65535;
  private static final Duration DEFAULT_STATEMENT_TIMEOUT = Duration.ofSeconds(30);

  private final Path directory;

  DatabaseReader(Path directory) {
    this.directory = directory;
  }

  DatabaseConfig read(Settings settings) {
    boolean tls = settings.optional(TLS).map(DatabaseReader::tls).orElse(true);
    return new DatabaseConfig(
        settings
            .required(HOST)
            .flatMap(
                host ->
                    IngestionReader.text(
                        host,
                        name -> name.matches("[a-zA-Z0-9._:-]+"),
                        "must be the name or address of one host"))
            .orElse(""),
        settings
            .optional(PORT)
            .flatMap(port -> port.wholeNumber(1, MOST_PORT))
            .orElse(DEFAULT_PORT),
        settings.required(NAME).flatMap(Setting::text).orElse(""),
        settings.required(USER).flatMap(Setting::text).orElse(""),
        password(settings, tls),
        tls,
        settings
            .optional(ROOT_CERTIFICATE)
            .flatMap(file -> file.text().flatMap(name -> NearbyFile.find(file, name, directory))),
        settings
            .optional(STATEMENT_TIMEOUT)
            .flatMap(time -> time.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)))
            .orElse(DEFAULT_STATEMENT_TIMEOUT),
        settings.optional(FORMERLY).map(DatabaseReader::texts).orElse(Set.of()));
  }

  private static boolean tls(Setting setting) {
    return setting
        .text()
        .map(
            text -> {
              if (!List.of(VERIFY_FULL, DISABLE).contains(text)) {
                setting.reject("must be " + VERIFY_FULL + " or " + DISABLE);
              }
              return !text.equals(DISABLE);
            })
        .orElse(true);
  }

  private Optional<SecretReference> password(Settings settings, boolean tls) {
    Optional<Setting> password = settings.optional(PASSWORD);
    Optional<Setting> iam = settings.optional(IAM);
    boolean byToken = iam.flatMap(Setting::trueOrFalse).orElse(false);
    if (byToken && password.isPresent()) {
      iam.get().report("either this or " + PASSWORD + ", not both");
    } else if (byToken && !tls) {
      iam.get().report("needs TLS: the token is sent as it is");
    } else if (iam.isEmpty() && password.isEmpty()) {
      settings.required(PASSWORD);
    } else if (!byToken && password.isEmpty()) {
      iam.get().report("must be true where there is no " + PASSWORD);
    }
    return password.flatMap(setting -> SecretReference.read(setting, directory));
  }

  private static Set<String> texts(Setting setting) {
    Set<String> texts = new LinkedHashSet<>();
    setting.oneOrMore().forEach(item -> item.text().ifPresent(texts::add));
    return Set.copyOf(texts);
  }
}
