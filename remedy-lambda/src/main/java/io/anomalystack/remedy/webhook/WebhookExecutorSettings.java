package io.anomalystack.remedy.webhook;

import io.anomalystack.functions.Webhook;
import io.anomalystack.functions.WebhookTarget;
import io.anomalystack.model.RemedyAction;
import io.anomalystack.model.config.Settings;
import io.anomalystack.remedy.executor.Executor;
import io.anomalystack.remedy.executor.ExecutorSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An executor at an address that takes a JSON POST.
 *
 * @param target where it is, and what requests are signed with
 */
public record WebhookExecutorSettings(WebhookTarget target) implements ExecutorSettings {
  /** Settings beside those of every executor. */
  public static final List<String> KNOWN = WebhookTarget.KNOWN;

  /** The settings; empty if a problem was reported. */
  public static Optional<ExecutorSettings> read(Settings settings, Path directory) {
    return WebhookTarget.read(settings, directory).map(WebhookExecutorSettings::new);
  }

  @Override
  public Set<RemedyAction> actions() {
    return EnumSet.allOf(RemedyAction.class);
  }

  @Override
  public Executor open(Access access) {
    return new WebhookExecutor(
        new Webhook(
            target, "anomaly-remedy", access.secrets(), Clock.systemUTC(), Webhook.TIMEOUT));
  }
}
