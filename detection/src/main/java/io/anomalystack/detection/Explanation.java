package io.anomalystack.detection;

import java.util.Map;

/**
 * What the engine knows of an unusual point beyond its score.
 *
 * @param rawScore the engine's own score, unscaled
 * @param rawThreshold what the raw score was held against
 * @param contributors how much each kind of deviation has to do with the surprise: shares from 0 to
 *     1 that add up to 1; empty if unknown
 * @param beganSlotsAgo how many slots before this point the anomaly began; 0: with this point
 * @param pastValue the value there, in the leading measure's unit; NaN if unknown
 * @param attribution share of each of the last points in the raw score, oldest first, adding up to
 *     1; empty if unknown
 * @param heldBack why an unusual point was held to be noise; null if it was not held back
 */
// The array is handed over, not shared; nobody compares explanations.
@SuppressWarnings("ArrayRecordComponent")
public record Explanation(
    double rawScore,
    double rawThreshold,
    Map<Contributor, Double> contributors,
    long beganSlotsAgo,
    double pastValue,
    double[] attribution,
    HeldBack heldBack) {

  /** In what a point deviates: a closed set. */
  public enum Contributor {
    /** From the level that the series has lately. */
    LEVEL,
    /** From what is usual at this hour, or wherever else in a season. */
    SEASON,
    /** From the way that the series usually moves from point to point. */
    PATTERN
  }

  /** Why a point that looked unusual was not called an anomaly: a closed set. */
  public enum HeldBack {
    /** Its value is near the expected one: as a forecast goes, or for a constant series. */
    NEAR_EXPECTED,
    /** An anomaly among the points before it explains it: the same shingle, run or drift. */
    EXPLAINED_BY_RECENT_POINTS
  }
}
