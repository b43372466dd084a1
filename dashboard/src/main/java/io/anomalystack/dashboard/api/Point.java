package io.anomalystack.dashboard.api;

/**
 * A decision as far as it is drawn.
 *
 * @param time the period's start in epoch milliseconds
 * @param silenced why an unusual point did not alert; null where it was not unusual, or did
 */
record Point(
    long time,
    double value,
    Double predicted,
    Double lower,
    Double upper,
    double score,
    double threshold,
    boolean alert,
    boolean learning,
    boolean filled,
    String silenced) {

  /** Whether a picture without it would lack something. */
  boolean stands() {
    return alert || silenced != null;
  }
}
