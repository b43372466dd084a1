package io.anomalystack.local.quality;

/** What became of a labelled window. */
public enum Outcome {
  /** There was an alert inside, or shortly behind. */
  FOUND,
  /** There was none. */
  MISSED,
  /** It ended before a model had learned: nobody could have found it, so it does not count. */
  LEARNING,
  /** There is no decision of its time in the whole run, so it does not count. */
  OUTSIDE;

  /** Whether it is part of the recall. */
  public boolean counts() {
    return this == FOUND || this == MISSED;
  }
}
