package io.anomalystack.model.detector;

import java.io.Serializable;

/**
 * One number that a detector watches.
 *
 * @param field where the number lies in a record; of a derived quantity its word
 * @param aggregation how a period's records become one value
 * @param name unique in the detector, without {@code +}
 * @param derived what is computed of each record, or null where the field holds the number
 */
public record Measure(FieldPath field, Aggregation aggregation, String name, Quantity derived)
    implements Serializable {
  /** A measure that a field holds. */
  public Measure(FieldPath field, Aggregation aggregation, String name) {
    this(field, aggregation, name, null);
  }
}
