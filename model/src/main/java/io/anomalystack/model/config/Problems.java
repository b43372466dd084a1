package io.anomalystack.model.config;

import io.anomalystack.model.config.ConfigNode.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with a file; checking goes on, so that everything is told at once. */
public final class Problems {
  private final List<Problem> problems = new ArrayList<>();

  private record Problem(Position position, String message) {}

  /** Adds a problem: where it is, and path, rule and value. */
  public void add(Position position, String message) {
    problems.add(new Problem(position, message));
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return problems.isEmpty();
  }

  /** In the order of the file, whatever the order of the checks. */
  public List<String> messages() {
    return problems.stream()
        .sorted(Comparator.comparing(Problem::position))
        .map(Problem::message)
        .toList();
  }
}
