package io.anomalystack.job.remedies;

import io.anomalystack.job.moments.GroupKey;
import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.Remedy;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keeps the decisions with a finding that counts for some remedy, once for each target. These are
 * few, so that what is quiet never crosses the network. Whether they alert does not matter: a rule
 * may be only noted and still be what a remedy goes by.
 */
public final class SelectFindings {
  private final Map<String, Detector> detectors;

  /** Findings of a topic's detectors. */
  public SelectFindings(List<Detector> detectors) {
    this.detectors = Targets.remedied(detectors);
  }

  /** Tells of each target of which there is a finding. */
  public void select(Decision decision, Consumer<TargetFinding> findings) {
    Detector detector = detectors.get(decision.detectorName());
    if (detector == null) {
      return;
    }
    Set<String> targets = new HashSet<>();
    for (Remedy remedy : detector.remedies()) {
      if (!remedy.on().found(decision, detector.severity()).isEmpty()) {
        String target = GroupKey.of(detector.name(), Targets.of(remedy, decision));
        if (targets.add(target)) {
          findings.accept(new TargetFinding(target, decision));
        }
      }
    }
  }
}
