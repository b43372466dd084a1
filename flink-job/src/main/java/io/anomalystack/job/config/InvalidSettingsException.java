package io.anomalystack.job.config;

import java.util.List;

/** Job settings that cannot be used; the message lists every problem, one a line. */
public final class InvalidSettingsException extends Exception {
  /** One line for each problem: the setting, the rule, the value. */
  public InvalidSettingsException(List<String> problems) {
    super(
        problems.size()
            + (problems.size() == 1 ? " problem" : " problems")
            + " in job settings:\n  - "
            + String.join("\n  - ", problems));
  }
}
