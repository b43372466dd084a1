package io.anomalystack.forward.parse;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a line of a log says. */
public sealed interface Parsed {
  /**
   * Metrics of a step.
   *
   * @param fields by name; {@code timestamp}, where the line has one, in ISO 8601
   * @param verbatim the line, where it can be sent as it is; else null
   */
  record Metrics(ObjectNode fields, String verbatim) implements Parsed {}

  /** Something else that programs print: no loss to anybody. */
  record Other() implements Parsed {}

  /**
   * What looks like metrics, but cannot be understood.
   *
   * @param problem what is wrong, and with which value
   */
  record Unreadable(String problem) implements Parsed {}
}
