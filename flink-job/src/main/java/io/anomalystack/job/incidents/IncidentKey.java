package io.anomalystack.job.incidents;

import io.anomalystack.job.moments.GroupKey;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * What keeps incidents apart: a detector, and the values of the dimensions by which it groups its
 * series.
 */
public final class IncidentKey implements KeySelector<Decision, String> {
  private final Map<String, Detector> detectors;

  /** Keys of a topic's detectors. */
  public IncidentKey(List<Detector> detectors) {
    this.detectors = SelectUnusual.raising(detectors);
  }

  @Override
  public String getKey(Decision decision) {
    Detector detector = detectors.get(decision.detectorName());
    // None where it left the detector file while its last decisions were on their way.
    return GroupKey.of(
        decision.detectorName(), detector == null ? List.of() : group(detector, decision));
  }

  /** The dimensions that keep a decision's incident apart from others. */
  static List<Dimension> group(Detector detector, Decision decision) {
    List<Dimension> group = new ArrayList<>();
    for (FieldPath field : detector.incidents().groupBy()) {
      decision.dimensionList().stream()
          .filter(dimension -> dimension.name().equals(field.text()))
          .forEach(group::add);
    }
    return group;
  }
}
