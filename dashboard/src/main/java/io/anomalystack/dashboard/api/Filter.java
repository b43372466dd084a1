package io.anomalystack.dashboard.api;

/**
 * Which series are wanted.
 *
 * @param detector a detector's name; null for all
 * @param pair {@code name=value} of a dimension, escaped as in the lake; null for all
 */
record Filter(String detector, String pair) {
  /** The parameter {@code ',name=value,'} of the lake's queries. */
  String pairParameter() {
    return pair == null ? null : "," + Pairs.encode(pair) + ",";
  }
}
