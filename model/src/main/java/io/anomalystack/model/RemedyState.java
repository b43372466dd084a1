package io.anomalystack.model;

import java.util.Locale;

/** What is said of a remedy. */
public enum RemedyState {
  /** To be done now. */
  REQUESTED,
  /** Would be requested, were it not a dry run: nothing is done. */
  DRY_RUN,
  /** To be done once a person approves. */
  AWAITING_APPROVAL,
  /** There is evidence enough, but it is not to be done; the record says why. */
  HELD_BACK,
  /** A person has approved what was awaiting that. */
  APPROVED,
  /** It was done. */
  EXECUTED,
  /** It was not done, or nobody knows; the record says which. */
  FAILED;

  /** The word on the wire. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
