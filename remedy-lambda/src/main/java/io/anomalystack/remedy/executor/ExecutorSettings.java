package io.anomalystack.remedy.executor;

import io.anomalystack.model.RemedyAction;
import io.anomalystack.secrets.AwsAccess;
import io.anomalystack.secrets.Secrets;
import java.util.Set;

/** What the configuration says of an executor. */
public interface ExecutorSettings {
  /** What it can do. */
  Set<RemedyAction> actions();

  /** The executor; nothing is connected yet. */
  Executor open(Access access);

  /** What executors need to get at the outside. */
  record Access(Secrets secrets, AwsAccess aws) {}
}
