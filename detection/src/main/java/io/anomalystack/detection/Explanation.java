package io.anomalystack.detection;

/**
 * What the engine knows of an unusual point beyond its score. Kept for explained decisions.
 *
 * @param rawScore the forest's own score, unscaled
 * @param rawThreshold what the raw score was held against
 * @param relativeIndex where the anomaly began, in points before this one: 0 here, -1 one earlier
 * @param pastValue the value there, in the measure's unit; NaN if unknown
 * @param attribution share of each shingle position in the raw score, oldest first, adding up to 1;
 *     empty if unknown
 * @param heldBack why an unusual point was held to be noise; null if it was not held back
 */
public record Explanation(
    double rawScore,
    double rawThreshold,
    int relativeIndex,
    double pastValue,
    double[] attribution,
    HeldBack heldBack) {

  /** Why a point that looked unusual was not called an anomaly: a closed set. */
  public enum HeldBack {
    /** Within the floor around a constant level. */
    NEAR_EXPECTED,
    /** The forest's own rules explained it by the points before it. */
    EXPLAINED_BY_RECENT_POINTS
  }
}
