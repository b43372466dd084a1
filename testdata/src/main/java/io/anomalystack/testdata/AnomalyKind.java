package io.anomalystack.testdata;

import java.util.Locale;

/** What is wrong in a labelled window. */
public enum AnomalyKind {
  /** Three to five times what the hour sells. */
  SPIKE,
  /** One or two units a minute: nearly nothing, yet never a minute without a record. */
  DROP,
  /** Not one record of the product, while the others sell on. */
  OUTAGE,
  /** What an even hour sells, in an odd hour: odd only to who knows the rhythm. */
  CONTEXT;

  /** The kind as the labels file writes it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
