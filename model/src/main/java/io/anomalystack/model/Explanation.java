package io.anomalystack.model;

import java.util.List;

/**
 * What the model says of an unusual point beyond its score.
 *
 * @param contributors empty where nothing is known of them
 * @param anomalyStart when the anomaly began, in epoch milliseconds, written to the second; null
 *     where the model does not date it before this period
 * @param heldBack why an unusual point was held to be no anomaly, of the set that the README lists;
 *     null where it was not
 */
public record Explanation(List<Contributor> contributors, Long anomalyStart, String heldBack) {
  /** Nothing to say. */
  public static final Explanation NONE = new Explanation(List.of(), null, null);

  /** Copies the contributors. */
  public Explanation {
    // Null where a record of an earlier release is restored.
    contributors = contributors == null ? List.of() : List.copyOf(contributors);
  }
}
