package io.anomalystack.detection;

import java.io.Serializable;
import java.util.List;

/**
 * How a model comes to know the rhythms of its series. Lengths are in slots, a slot being one
 * detection period; they need not be whole: a day is 205.7 slots of seven minutes.
 *
 * @param detect whether the model decides which of the candidates, if any, the series has; if not,
 *     it has them all
 * @param candidates lengths of at least {@value #SHORTEST} slots, in ascending order; empty: the
 *     series has no seasons
 */
public record Seasons(boolean detect, List<Double> candidates) implements Serializable {

  /** A rhythm of fewer slots has no shape that a single value could be held against. */
  public static final int SHORTEST = 3;

  public Seasons {
    candidates = candidates.stream().sorted().distinct().toList();
    for (double candidate : candidates) {
      if (!(candidate >= SHORTEST && candidate < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "candidates: must be at least " + SHORTEST + " slots long, was " + candidate);
      }
    }
  }

  public static Seasons none() {
    return new Seasons(false, List.of());
  }

  /** The series has just these seasons, from its first point on. */
  public static Seasons given(List<Double> candidates) {
    return new Seasons(false, candidates);
  }

  /** The series may have any of these. */
  public static Seasons detected(List<Double> candidates) {
    return new Seasons(true, candidates);
  }
}
