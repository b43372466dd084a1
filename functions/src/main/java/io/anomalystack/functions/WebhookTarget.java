package io.anomalystack.functions;

import io.anomalystack.model.config.ConfigNode;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import io.anomalystack.secrets.SecretReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where JSON is posted to.
 *
 * @param url the address; empty where it is a secret itself, as Slack's are
 * @param secretUrl the address where it is a secret
 * @param secret what requests are signed with; empty for unsigned ones
 */
public record WebhookTarget(
    Optional<URI> url, Optional<SecretReference> secretUrl, Optional<SecretReference> secret) {
  /** The settings that say so. */
  public static final List<String> KNOWN = List.of("url", "secret");

  /**
   * The settings {@code url} and {@code secret}; empty if a problem was reported.
   *
   * @param directory what a file's path is relative to
   */
  public static Optional<WebhookTarget> read(Settings settings, Path directory) {
    Optional<Setting> address = settings.required("url");
    boolean isSecret = address.filter(a -> a.node() instanceof ConfigNode.Mapping).isPresent();
    Optional<URI> url = isSecret ? Optional.empty() : address.flatMap(WebAddress::read);
    Optional<SecretReference> secretUrl =
        isSecret
            ? address.flatMap(setting -> SecretReference.read(setting, directory))
            : Optional.empty();
    Optional<SecretReference> secret =
        settings.optional("secret").flatMap(setting -> SecretReference.read(setting, directory));
    return url.isEmpty() && secretUrl.isEmpty()
        ? Optional.empty()
        : Optional.of(new WebhookTarget(url, secretUrl, secret));
  }
}
