package io.anomalystack.model;

import java.util.Locale;

/** What can be done about a finding. */
public enum RemedyAction {
  /** Ends the run or job. */
  STOP,
  /** Calls a person. */
  PAGE,
  /** Starts the run again from its last good checkpoint. */
  RESUME,
  /** Goes on behind the batches at hand. */
  SKIP_BATCHES,
  /** Lets a node finish what it does and gives it nothing new. */
  DRAIN,
  /** Starts a node anew. */
  REBOOT,
  /** Puts another node in a node's place. */
  REPLACE;

  /** The word in detector files and on the wire. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Whether doing it twice does no more than doing it once. What it is not of is never tried again
   * once it may have been done: a second restart would end the first one's run.
   */
  public boolean isRepeatable() {
    return this == PAGE || this == DRAIN;
  }
}
