package io.anomalystack.job.incidents;

import io.anomalystack.job.moments.GroupKey;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.FieldPath;
import java.util.ArrayList;
import java.util.List;

/**
 * What keeps incidents apart: a detector, and the values of the dimensions by which it groups its
 * series.
 */
final class IncidentKey {
  private IncidentKey() {}

  /** The key of a decision's incident, by a detector that raises incidents. */
  static String of(Detector detector, Decision decision) {
    return GroupKey.of(decision.detectorName(), group(detector, decision));
  }

  /** The dimensions that keep a decision's incident apart from others. */
  private static List<Dimension> group(Detector detector, Decision decision) {
    List<Dimension> group = new ArrayList<>();
    for (FieldPath field : detector.incidents().groupBy()) {
      decision.dimensionList().stream()
          .filter(dimension -> dimension.name().equals(field.text()))
          .forEach(group::add);
    }
    return group;
  }
}
