package io.anomalystack.model;

import java.util.Locale;

/** Why a remedy is held back. */
public enum HeldBackReason {
  /** The same was requested a short while ago. */
  COOLDOWN,
  /** The same was requested often enough, or all remedies together were. */
  LIMIT,
  /** The target was stopped for this fault, and has not been quiet since. */
  ALREADY_STOPPED,
  /** This very remedy was done before. */
  ALREADY_DONE;

  /** The word on the wire. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
