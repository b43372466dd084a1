package io.anomalystack.model;

import java.util.Locale;

/** How much an incident matters, from least to most. */
public enum Severity {
  /** Worth knowing. */
  INFO,
  /** Somebody should look at it. */
  WARNING,
  /** Somebody should look at it now. */
  CRITICAL;

  /** The word in detector files and on the wire. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
