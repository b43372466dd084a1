package io.anomalystack.testdata;

import java.util.List;

/**
 * A stream, and what is known to be wrong in it.
 *
 * @param lines one JSON object each, in the order of their time
 * @param labels in the order of their start
 */
public record Scenario(List<String> lines, List<LabelledWindow> labels) {
  /** Copies both lists. */
  public Scenario {
    lines = List.copyOf(lines);
    labels = List.copyOf(labels);
  }
}
