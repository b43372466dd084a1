package io.anomalystack.dashboard.api;

/**
 * A decision as far as it is drawn.
 *
 * @param time the period's start in epoch milliseconds
 * @param silenced why an unusual point did not alert; null where it was not unusual, or did
 * @param step the training step; null where there is none
 * @param rules the rules that it violates, as a decision's {@code ruleResults}; null for none
 * @param peer how it compares with its peers, as a decision's {@code peer}; null for not at all
 * @param denominator what it is a share of, as a decision's {@code denominator}; null for nothing
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
    String silenced,
    Long step,
    String rules,
    String peer,
    String denominator) {

  private static final String BREACHED = "\"breached\":true";

  /** Whether a picture without it would lack something. */
  boolean stands() {
    return alert || silenced != null || (rules != null && rules.contains(BREACHED));
  }
}
