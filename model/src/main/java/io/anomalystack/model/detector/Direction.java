package io.anomalystack.model.detector;

/** To which side of the expected a point must lie to be alerted. */
public enum Direction {
  /** Above it. */
  UP,
  /** Below it. */
  DOWN,
  /** Either side. */
  BOTH
}
