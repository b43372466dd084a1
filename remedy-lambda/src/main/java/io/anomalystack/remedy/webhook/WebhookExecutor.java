package io.anomalystack.remedy.webhook;

import io.anomalystack.functions.PostOutcome;
import io.anomalystack.functions.Webhook;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyRecordJson;
import io.anomalystack.remedy.executor.Executor;
import io.anomalystack.remedy.executor.Outcome;

/** Posts the audit record to whoever acts upon it. The idempotency key is the remedy's id. */
record WebhookExecutor(Webhook webhook) implements Executor {
  @Override
  public Outcome execute(RemedyRecord remedy) {
    PostOutcome outcome = webhook.post(remedy.remedyId(), RemedyRecordJson.write(remedy));
    return switch (outcome.kind()) {
      case ACCEPTED -> Outcome.done("the webhook has taken it");
      case REFUSED -> Outcome.refused(outcome.reason());
      case BUSY -> Outcome.notBegun(outcome.reason());
      case UNKNOWN -> Outcome.inDoubt(outcome.reason());
    };
  }

  @Override
  public void close() {
    // The JDK's client ends with its last reference.
  }
}
