package io.anomalystack.model.detector;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settings that some of a detector's time series have for themselves.
 *
 * @param where the series whose dimensions have one of these texts, in all of the dimensions named;
 *     at least one
 * @param anomalyThreshold 0 to 100; null where the override does not name it
 * @param direction null where the override does not name it
 * @param margins null where the override does not name them
 */
public record SeriesOverride(
    Map<FieldPath, Set<String>> where,
    Double anomalyThreshold,
    Direction direction,
    Margins margins)
    implements Serializable {
  /** Whether a series with these values of these dimensions is meant. */
  boolean matches(List<FieldPath> dimensions, List<String> values) {
    for (Map.Entry<FieldPath, Set<String>> condition : where.entrySet()) {
      if (!condition.getValue().contains(values.get(dimensions.indexOf(condition.getKey())))) {
        return false;
      }
    }
    return true;
  }
}
