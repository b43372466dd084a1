package io.anomalystack.model.change;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Why a running job may not take a change, and what to do. */
final class Refusal {
  static final String RESTART =
      "stop the job with a savepoint, and start it from there with the new file";

  private Refusal() {}

  /**
   * Of one detector's change.
   *
   * @return empty where it may be taken
   */
  static Optional<String> of(DetectorChange change, Set<String> forget) {
    boolean meant = forget.contains(change.detector());
    if (change.effect() == Effect.RESTART) {
      return Optional.of(
          "%s: %s: %s".formatted(change.detector(), reasons(change, Effect.RESTART), RESTART));
    }
    if (change.effect() == Effect.FORGETS && !meant) {
      return Optional.of(
          "%s: %s. If that is meant, name it in detectors.forget: %s"
              .formatted(change.detector(), reasons(change, Effect.FORGETS), change.detector()));
    }
    return Optional.empty();
  }

  private static String reasons(DetectorChange change, Effect effect) {
    if (change.keys().isEmpty()) {
      return change.consequence();
    }
    return change.keys().stream()
        .filter(key -> key.effect() == effect)
        .map(key -> key.key() + " " + key.before() + " → " + key.after() + " " + key.consequence())
        .collect(Collectors.joining("; "));
  }
}
