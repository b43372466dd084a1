package io.anomalystack.detection;

import java.io.Serializable;
import java.util.List;

/**
 * How a model comes to know the rhythms of its series. Lengths are in slots, a slot being one
 * detection period; they need not be whole: a day is 205.7 slots of seven minutes.
 *
 * <p>In either case the model goes by the candidate that forecasts best, or by none where none
 * helps.
 *
 * @param detect whether the model also looks for a length that is not among the candidates
 * @param candidates lengths of at least {@value #SHORTEST} slots, in ascending order
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

  /** The series has seasons of no other length than these. */
  public static Seasons given(List<Double> candidates) {
    return new Seasons(false, candidates);
  }

  /** The series may have seasons of these lengths, or of one that is still to be found. */
  public static Seasons detected(List<Double> candidates) {
    return new Seasons(true, candidates);
  }
}
