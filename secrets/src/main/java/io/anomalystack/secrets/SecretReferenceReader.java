package io.anomalystack.secrets;

import io.anomalystack.model.config.ConfigNode;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads where a secret lies; what is written there in clear is never repeated in a message. */
final class SecretReferenceReader {
  private static final String SECRETS_MANAGER = "secretsManager";
  private static final String KEY = "key";
  private static final String FILE = "file";
  private static final String ENVIRONMENT = "environment";
  private static final List<String> PLACES = List.of(SECRETS_MANAGER, FILE, ENVIRONMENT);
  private static final List<String> KNOWN = List.of(SECRETS_MANAGER, KEY, FILE, ENVIRONMENT);
  private static final String EXPECTED =
      "expected where the secret lies: {secretsManager: ARN_OR_NAME, key: NAME}, {file: PATH} or"
          + " {environment: NAME}";

  private SecretReferenceReader() {}

  static Optional<SecretReference> read(Setting setting, Path directory) {
    if (!(setting.node() instanceof ConfigNode.Mapping)) {
      setting.report(EXPECTED + ", never the secret itself");
      return Optional.empty();
    }
    return Settings.of(setting, KNOWN).flatMap(settings -> read(setting, settings, directory));
  }

  private static Optional<SecretReference> read(
      Setting setting, Settings settings, Path directory) {
    List<String> places =
        PLACES.stream().filter(place -> settings.optional(place).isPresent()).toList();
    if (places.size() > 1 || (places.isEmpty() && !settings.hasAny())) {
      setting.report(EXPECTED + (places.isEmpty() ? "" : "; only one of them"));
      return Optional.empty();
    }
    Optional<Setting> key = settings.optional(KEY);
    if (settings.optional(SECRETS_MANAGER).isEmpty()) {
      key.ifPresent(unused -> unused.report("has a meaning with secretsManager only"));
    }
    return Stream.of(
            settings
                .optional(SECRETS_MANAGER)
                .flatMap(SecretReferenceReader::notEmpty)
                .<SecretReference>map(
                    id ->
                        new SecretReference.InSecretsManager(
                            id, key.flatMap(SecretReferenceReader::notEmpty))),
            settings.optional(FILE).flatMap(file -> file(file, directory)),
            settings
                .optional(ENVIRONMENT)
                .flatMap(SecretReferenceReader::notEmpty)
                .<SecretReference>map(SecretReference.InEnvironment::new))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The file need not be there yet: it may come with a deployment, and change with a rotation. */
  private static Optional<SecretReference> file(Setting setting, Path directory) {
    try {
      return notEmpty(setting)
          .map(name -> new SecretReference.InFile(directory.resolve(name).toAbsolutePath()));
    } catch (InvalidPathException e) {
      setting.reject("must be a file's path");
      return Optional.empty();
    }
  }

  private static Optional<String> notEmpty(Setting setting) {
    Optional<String> text = setting.text();
    if (text.isPresent() && text.get().isBlank()) {
      setting.reject("must not be empty");
      return Optional.empty();
    }
    return text;
  }
}
