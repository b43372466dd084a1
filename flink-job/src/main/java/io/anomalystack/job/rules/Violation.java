package io.anomalystack.job.rules;

/**
 * How a value violates a rule.
 *
 * @param value what was judged, in the limit's unit; as {@link #limit} finite
 * @param baseline what the limit is relative to; null where it is absolute
 * @param detail null for nothing
 */
record Violation(double value, double limit, Double baseline, String detail) {
  Violation {
    value = finite(value);
    limit = finite(limit);
  }

  private static double finite(double number) {
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, number));
  }
}
