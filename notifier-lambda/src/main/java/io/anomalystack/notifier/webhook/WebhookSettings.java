package io.anomalystack.notifier.webhook;

import io.anomalystack.model.config.ConfigNode;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import io.anomalystack.notifier.channel.Channel;
import io.anomalystack.notifier.channel.ChannelSettings;
import io.anomalystack.notifier.channel.WebAddress;
import io.anomalystack.secrets.SecretReference;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * A channel to an address that takes a JSON POST.
 *
 * @param url the address; empty where it is a secret itself, as Slack's are
 * @param secretUrl the address where it is a secret
 * @param secret what requests are signed with; empty for unsigned ones
 * @param form of the body
 */
public record WebhookSettings(
    Optional<URI> url,
    Optional<SecretReference> secretUrl,
    Optional<SecretReference> secret,
    Form form)
    implements ChannelSettings {
  /** Settings beside those of every channel. */
  public static final List<String> KNOWN = List.of("url", "secret", "form");

  /** What the body looks like. */
  public enum Form {
    /** The alert, and what people would read of it. */
    JSON,
    /** What Slack's incoming webhooks take, and others like them. */
    SLACK
  }

  /** The settings; empty if a problem was reported. */
  public static Optional<ChannelSettings> read(Settings settings, Path directory) {
    Optional<Setting> address = settings.required("url");
    boolean isSecret = address.filter(a -> a.node() instanceof ConfigNode.Mapping).isPresent();
    Optional<URI> url = isSecret ? Optional.empty() : address.flatMap(WebAddress::read);
    Optional<SecretReference> secretUrl =
        isSecret
            ? address.flatMap(setting -> SecretReference.read(setting, directory))
            : Optional.empty();
    Optional<SecretReference> secret =
        settings.optional("secret").flatMap(setting -> SecretReference.read(setting, directory));
    Form form =
        settings
            .optional("form")
            .flatMap(setting -> setting.oneOf(Form.values()))
            .orElse(Form.JSON);
    return url.isEmpty() && secretUrl.isEmpty()
        ? Optional.empty()
        : Optional.of(new WebhookSettings(url, secretUrl, secret, form));
  }

  @Override
  public Channel open(Access access) {
    return new WebhookChannel(this, access.secrets(), Clock.systemUTC());
  }
}
