package io.anomalystack.model.detector;

import java.util.List;

/** A detector file that cannot be used; the message lists every problem, one a line. */
public final class InvalidDetectorsException extends Exception {
  private final List<String> problems;

  /**
   * @param problems each with its path, rule and value, such as {@code detectors[0].period:
   *     expected a duration such as '1m', was 'minute'}; at least one
   */
  public InvalidDetectorsException(List<String> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  /** Every problem, in the order of the file. */
  public List<String> problems() {
    return problems;
  }

  private static String message(List<String> problems) {
    return problems.size()
        + (problems.size() == 1 ? " problem" : " problems")
        + " in detector configuration:\n  - "
        + String.join("\n  - ", problems);
  }
}
