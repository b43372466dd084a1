package io.anomalystack.model.detector;

import java.io.Serializable;

/**
 * One number that a detector watches.
 *
 * @param field where the number lies in a record
 * @param aggregation how a period's records become one value
 * @param name unique in the detector, without {@code +}
 */
public record Measure(FieldPath field, Aggregation aggregation, String name)
    implements Serializable {}
