package io.anomalystack.notifier.webhook;

import io.anomalystack.functions.PostOutcome;
import io.anomalystack.functions.Webhook;
import io.anomalystack.notifier.channel.OneByOne;
import io.anomalystack.notifier.channel.Outcome;
import io.anomalystack.notifier.message.Message;
import io.anomalystack.secrets.Secrets;
import java.time.Clock;
import java.time.Duration;

/** Posts messages as JSON. */
final class WebhookChannel extends OneByOne {
  private final WebhookSettings.Form form;
  private final Webhook webhook;

  WebhookChannel(WebhookSettings settings, Secrets secrets, Clock clock) {
    this(settings, secrets, clock, Webhook.TIMEOUT);
  }

  WebhookChannel(WebhookSettings settings, Secrets secrets, Clock clock, Duration timeout) {
    this.form = settings.form();
    this.webhook = new Webhook(settings.target(), "anomaly-notifier", secrets, clock, timeout);
  }

  @Override
  protected Outcome deliver(Message message) {
    byte[] body =
        form == WebhookSettings.Form.SLACK ? SlackBody.of(message) : WebhookBody.of(message);
    PostOutcome outcome = webhook.post(message.id(), body);
    return switch (outcome.kind()) {
      case ACCEPTED -> Outcome.delivered();
      case REFUSED -> Outcome.refused(outcome.reason());
      // The other side knows a message again by its id.
      case BUSY, UNKNOWN -> Outcome.failedForNow(outcome.reason());
    };
  }
}
