package io.anomalystack.model.config;

import java.util.List;

/** A configuration that cannot be used; the message lists every problem, one a line. */
public class InvalidConfigException extends Exception {
  private final List<String> problems;

  /**
   * @param what the kind of configuration, such as {@code detector}
   * @param problems each with its path, rule and value, such as {@code detectors[0].period:
   *     expected a duration such as '1m', was 'minute'}; at least one
   */
  public InvalidConfigException(String what, List<String> problems) {
    super(message(what, problems));
    this.problems = List.copyOf(problems);
  }

  /** Every problem, in the order of the file. */
  public List<String> problems() {
    return problems;
  }

  private static String message(String what, List<String> problems) {
    return problems.size()
        + (problems.size() == 1 ? " problem in " : " problems in ")
        + what
        + " configuration:\n  - "
        + String.join("\n  - ", problems);
  }
}
