package io.anomalystack.secrets;

import io.anomalystack.model.config.Setting;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a secret lies. A configuration holds this, never the secret itself. As text it may be shown
 * in messages.
 */
public sealed interface SecretReference {
  /**
   * Reads one of
   *
   * <ul>
   *   <li>{@code {secretsManager: ARN_OR_NAME}}, the whole secret, or with {@code key: password} a
   *       text in it where it is a JSON object, as those that RDS manages are;
   *   <li>{@code {file: PATH}}, the file's text without the line breaks at its end;
   *   <li>{@code {environment: NAME}}, a variable: for a local use only, since AWS shows a
   *       function's variables to whoever may look at its configuration.
   * </ul>
   *
   * @param directory what a file's path is relative to
   * @return empty where something is wrong, which is reported
   */
  static Optional<SecretReference> read(Setting setting, Path directory) {
    return SecretReferenceReader.read(setting, directory);
  }

  /**
   * A secret in AWS Secrets Manager.
   *
   * @param id its ARN, or its name in the function's own account and region
   * @param key the name of a text in a secret that is a JSON object; empty for the whole secret
   */
  record InSecretsManager(String id, Optional<String> key) implements SecretReference {
    @Override
    public String toString() {
      return "secret '" + id + "'" + key.map(name -> ", key '" + name + "'").orElse("");
    }
  }

  /** The text of a file. */
  record InFile(Path path) implements SecretReference {
    @Override
    public String toString() {
      return "secret in file " + path;
    }
  }

  /** An environment variable. */
  record InEnvironment(String name) implements SecretReference {
    @Override
    public String toString() {
      return "secret in environment variable " + name;
    }
  }
}
