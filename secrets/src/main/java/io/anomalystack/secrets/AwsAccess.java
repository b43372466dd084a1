package io.anomalystack.secrets;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * Who and where this process is for AWS, from the variables that every AWS tool reads.
 *
 * <p>They are taken from a map where the SDK would ask the process, so that several of these can
 * live in one JVM. Where the map names no keys, the SDK's own chain looks for them: under SnapStart
 * there are none in the environment, as they would outlive the snapshot.
 */
public final class AwsAccess {
  private static final String ARN_PREFIX = "arn:";
  private static final int ARN_REGION = 3;

  private final Map<String, String> environment;

  /** Null before it is asked. */
  private AwsCredentialsProvider chain;

  /**
   * @param environment as {@link System#getenv()}
   */
  public AwsAccess(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Asked at each call, as the keys change while a function lives. */
  public AwsCredentialsProvider credentials() {
    String id = environment.get("AWS_ACCESS_KEY_ID");
    String key = environment.get("AWS_SECRET_ACCESS_KEY");
    if (id == null || key == null) {
      return chain();
    }
    String token = environment.get("AWS_SESSION_TOKEN");
    return StaticCredentialsProvider.create(
        token == null
            ? AwsBasicCredentials.create(id, key)
            : AwsSessionCredentials.create(id, key, token));
  }

  /** One for all, as it keeps what it has found until that expires. */
  private synchronized AwsCredentialsProvider chain() {
    if (chain == null) {
      chain = DefaultCredentialsProvider.builder().build();
    }
    return chain;
  }

  /** This process's own region. */
  public Region region() {
    return Optional.ofNullable(environment.get("AWS_REGION"))
        .or(() -> Optional.ofNullable(environment.get("AWS_DEFAULT_REGION")))
        .map(Region::of)
        .orElseGet(() -> new DefaultAwsRegionProviderChain().getRegion());
  }

  /** The region that an ARN names, or this process's own where it is none, or names none. */
  public Region region(String arnOrName) {
    if (arnOrName.startsWith(ARN_PREFIX)) {
      String[] parts = arnOrName.split(":", -1);
      if (parts.length > ARN_REGION && !parts[ARN_REGION].isEmpty()) {
        return Region.of(parts[ARN_REGION]);
      }
    }
    return region();
  }

  /**
   * Where a service is asked for by {@code AWS_ENDPOINT_URL_<SERVICE>} or {@code AWS_ENDPOINT_URL},
   * as the SDK reads them too; empty for its usual address.
   *
   * @param service such as {@code SECRETS_MANAGER}
   */
  public Optional<URI> endpoint(String service) {
    return Optional.ofNullable(
            environment.get("AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT)))
        .or(() -> Optional.ofNullable(environment.get("AWS_ENDPOINT_URL")))
        .map(URI::create);
  }
}
