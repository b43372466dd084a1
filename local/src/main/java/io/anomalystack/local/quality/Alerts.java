package io.anomalystack.local.quality;

import java.util.OptionalDouble;

/**
 * How many decisions there were, and how many of them rightly asked for attention.
 *
 * @param decisions those that count: not made while learning
 * @param alerts those among them that ask for attention
 * @param right those among these in a labelled window, or shortly behind it
 */
public record Alerts(long decisions, long alerts, long right) {
  private static final double THOUSAND = 1000;

  public static final Alerts NONE = new Alerts(0, 0, 0);

  /** Alerts where nothing is labelled. */
  public long wrong() {
    return alerts - right;
  }

  /** The share of the alerts that are right; empty where there is no alert. */
  public OptionalDouble precision() {
    return Ratio.of(right, alerts);
  }

  /** Empty where there is no decision. */
  public OptionalDouble perThousand() {
    return decisions == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(THOUSAND * alerts / decisions);
  }

  Alerts plus(Alerts other) {
    return new Alerts(decisions + other.decisions, alerts + other.alerts, right + other.right);
  }
}
