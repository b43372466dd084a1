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
// The array is handed over, not shared; nobody compares explanations.
@SuppressWarnings("ArrayRecordComponent")
public record Explanation(
    double rawScore,
    double rawThreshold,
    int relativeIndex,
    double pastValue,
    double[] attribution,
    HeldBack heldBack) {

  /** Why a point that looked unusual was not called an anomaly: a closed set. */
  public enum HeldBack {
    /** Its value is near the expected one: as a forecast goes, or for a constant series. */
    NEAR_EXPECTED,
    /** An anomaly among the points before it explains it: the same shingle, run or drift. */
    EXPLAINED_BY_RECENT_POINTS
  }
}
