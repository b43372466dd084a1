package io.anomalystack.model.detector;

import io.anomalystack.model.config.InvalidConfigException;
import java.util.List;

/** A detector file that cannot be used; the message lists every problem, one a line. */
public final class InvalidDetectorsException extends InvalidConfigException {
  /**
   * @param problems each with its path, rule and value, such as {@code detectors[0].period:
   *     expected a duration such as '1m', was 'minute'}; at least one
   */
  public InvalidDetectorsException(List<String> problems) {
    super("detector", problems);
  }
}
