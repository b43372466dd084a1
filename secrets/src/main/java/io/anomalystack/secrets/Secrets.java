package io.anomalystack.secrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Fetches secrets and keeps them for some minutes, so that a call a minute costs no request each;
 * safe for use by several threads. Nothing is fetched before it is asked for.
 */
public final class Secrets implements AutoCloseable {
  /** So late at most a rotation is seen by whom nothing tells to {@link #refresh}. */
  static final Duration KEPT = Duration.ofMinutes(5);

  private final Map<String, String> environment;
  private final Clock clock;
  private final SecretsManager secretsManager;
  private final Map<SecretReference, Fetched> fetched = new HashMap<>();

  private record Fetched(Secret secret, Instant at) {}

  /**
   * @param environment as {@link System#getenv()}: what references name, and what AWS's tools read
   *     ({@link AwsAccess}), {@code AWS_ENDPOINT_URL_SECRETS_MANAGER} included
   */
  public Secrets(Map<String, String> environment) {
    this(environment, Clock.systemUTC());
  }

  Secrets(Map<String, String> environment, Clock clock) {
    this.environment = Map.copyOf(environment);
    this.clock = clock;
    this.secretsManager = new SecretsManager(new AwsAccess(environment));
  }

  /**
   * A secret, no more than five minutes old.
   *
   * @throws SecretUnavailableException if it cannot be had
   */
  public synchronized Secret get(SecretReference reference) {
    Fetched known = fetched.get(reference);
    return known != null && clock.instant().isBefore(known.at().plus(KEPT))
        ? known.secret()
        : refresh(reference);
  }

  /**
   * A secret as it is now: for whom the one from {@link #get} has been refused, as it may have been
   * rotated.
   *
   * @throws SecretUnavailableException if it cannot be had
   */
  public synchronized Secret refresh(SecretReference reference) {
    Secret secret = new Secret(fetch(reference));
    fetched.put(reference, new Fetched(secret, clock.instant()));
    return secret;
  }

  private String fetch(SecretReference reference) {
    if (reference instanceof SecretReference.InSecretsManager managed) {
      return secretsManager.fetch(managed);
    }
    if (reference instanceof SecretReference.InFile file) {
      return read(file);
    }
    String name = ((SecretReference.InEnvironment) reference).name();
    String value = environment.get(name);
    if (value == null || value.isEmpty()) {
      throw new SecretUnavailableException(reference, "it is not set");
    }
    return value;
  }

  private static String read(SecretReference.InFile file) {
    try {
      String text = Files.readString(file.path(), StandardCharsets.UTF_8);
      String value = text.replaceFirst("[\\r\\n]+\\z", "");
      if (value.isEmpty()) {
        throw new SecretUnavailableException(file, "it is empty");
      }
      return value;
    } catch (NoSuchFileException e) {
      throw new SecretUnavailableException(file, "there is no such file");
    } catch (IOException e) {
      throw new SecretUnavailableException(file, "cannot be read: " + e.getClass().getSimpleName());
    }
  }

  @Override
  public void close() {
    secretsManager.close();
  }
}
