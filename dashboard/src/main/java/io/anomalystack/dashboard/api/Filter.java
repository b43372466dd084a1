package io.anomalystack.dashboard.api;

/**
 * Which series are wanted.
 *
 * @param detector a detector's name; null for all
 * @param pair {@code name=value} of a dimension, escaped as in the lake; null for all
 */
record Filter(String detector, String pair) {
  /** The series that are wanted, for a detector and a {@link #pairParameter}. */
  static final String SERIES =
      """
      from series
      where detector_name = coalesce(cast(? as varchar), detector_name)
        and strpos(pairs, coalesce(cast(? as varchar), ',')) > 0
      """;

  /** The parameter {@code ',name=value,'} of the lake's queries. */
  String pairParameter() {
    return pair == null ? null : "," + Pairs.encode(pair) + ",";
  }
}
