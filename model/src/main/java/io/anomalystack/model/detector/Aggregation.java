package io.anomalystack.model.detector;

/** How the records of a period become one value. None depends on the order of arrival. */
public enum Aggregation {
  /** The exact sum, rounded once; held to the finite range. */
  SUM,
  /** The exact sum, rounded once, divided by the count. */
  AVG,
  MIN,
  MAX,
  /** How many records hold the field, whatever its type. */
  COUNT,
  /** The value with the greatest event time; ties by partition, then offset. */
  LAST,

  /**
   * By how much a cumulative counter grew since the period before, a reset noticed: then by what it
   * has counted since. A counter's first value only says where it stands.
   */
  INCREASE
}
