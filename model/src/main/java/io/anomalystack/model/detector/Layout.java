package io.anomalystack.model.detector;

import java.io.Serializable;
import java.util.Map;
import java.util.Set;

/**
 * What a detector's records are like, beyond time, dimensions and measures.
 *
 * @param format how they are written
 * @param step the field with the number of the step, or null
 * @param unpivot which columns are points of their own, or null
 * @param ends records whose fields have one of these texts end the series whose dimensions they
 *     hold; what {@code where} says of the same fields does not count for them; empty: none does
 * @param derived what is computed of each record, or null
 */
public record Layout(
    InputFormat format,
    FieldPath step,
    Unpivot unpivot,
    Map<FieldPath, Set<String>> ends,
    Derived derived)
    implements Serializable {
  /** One JSON object a record, and no more to say. */
  public static final Layout PLAIN = new Layout(InputFormat.JSON, null, null, Map.of(), null);
}
