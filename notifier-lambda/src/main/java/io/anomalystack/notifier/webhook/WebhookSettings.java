package io.anomalystack.notifier.webhook;

import io.anomalystack.functions.WebhookTarget;
import io.anomalystack.model.config.Settings;
import io.anomalystack.notifier.channel.Channel;
import io.anomalystack.notifier.channel.ChannelSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * A channel to an address that takes a JSON POST.
 *
 * @param target where it is, and what requests are signed with
 * @param form of the body
 */
public record WebhookSettings(WebhookTarget target, Form form) implements ChannelSettings {
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
    Optional<WebhookTarget> target = WebhookTarget.read(settings, directory);
    Form form =
        settings
            .optional("form")
            .flatMap(setting -> setting.oneOf(Form.values()))
            .orElse(Form.JSON);
    return target.map(where -> new WebhookSettings(where, form));
  }

  @Override
  public Channel open(Access access) {
    return new WebhookChannel(this, access.secrets(), Clock.systemUTC());
  }
}
