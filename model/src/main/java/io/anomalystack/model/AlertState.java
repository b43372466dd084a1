package io.anomalystack.model;

import java.util.Locale;

/** What an alert says of its incident. */
public enum AlertState {
  /** It has begun. */
  OPENED,
  /** More of it is known: another series, or a stronger anomaly. */
  UPDATED,
  /** It matters more than it did. */
  ESCALATED,
  /** It still goes on; only where the detector asks for reminders. */
  REMINDED,
  /** All has been as usual for a while. */
  RESOLVED,
  /** Resolved too early: it goes on, under the same id. */
  REOPENED;

  /** The word on the wire. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
