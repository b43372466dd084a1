package io.anomalystack.model.detector;

import io.anomalystack.model.detector.ConfigNode.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with a file; checking goes on, so that everything is told at once. */
final class Problems {
  private final List<Problem> problems = new ArrayList<>();

  private record Problem(Position position, String message) {}

  void add(Position position, String message) {
    problems.add(new Problem(position, message));
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /** In the order of the file, whatever the order of the checks. */
  List<String> messages() {
    return problems.stream()
        .sorted(Comparator.comparing(Problem::position))
        .map(Problem::message)
        .toList();
  }
}
