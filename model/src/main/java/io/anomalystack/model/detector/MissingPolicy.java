package io.anomalystack.model.detector;

/** What becomes of a period in which a known series has no record. */
public enum MissingPolicy {
  /** The value 0. */
  ZERO,
  /** The value of the last period with a record. */
  PREVIOUS,
  /** The value that the model expects. */
  IMPUTE,
  /** No decision. */
  SKIP
}
