package io.anomalystack.local.quality;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How good a run was in all.
 *
 * @param series how many there were
 * @param alerts of all series
 * @param windows each window once, found if any series found it
 * @param delay of the found windows; empty where there is none
 * @param learning how many decisions were made while learning
 * @param windowsInLearning windows that ended before a model had learned
 * @param windowsOutside windows of a time in which there is no decision at all
 * @param from the start of the first decision that counts, epoch ms
 * @param to the end of the last one, epoch ms
 */
public record Totals(
    int series,
    Alerts alerts,
    Windows windows,
    Optional<Delay> delay,
    long learning,
    long windowsInLearning,
    long windowsOutside,
    long from,
    long to) {

  public OptionalDouble precision() {
    return alerts.precision();
  }

  public OptionalDouble recall() {
    return windows.recall();
  }

  /** The harmonic mean of precision and recall; empty where one of them is. */
  public OptionalDouble f1() {
    return Ratio.f1(precision(), recall());
  }

  /** Alerts in 24 hours of event time; empty where there is no decision. */
  public OptionalDouble alertsPerDay() {
    return to <= from
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) alerts.alerts() * Duration.ofDays(1).toMillis() / (to - from));
  }
}
