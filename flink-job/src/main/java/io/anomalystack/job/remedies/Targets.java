package io.anomalystack.job.remedies;

import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.FieldPath;
import io.anomalystack.model.detector.Remedy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What remedies act upon. */
final class Targets {
  private Targets() {}

  /** The detectors that have remedies, by name. */
  static Map<String, Detector> remedied(List<Detector> detectors) {
    return detectors.stream()
        .filter(detector -> !detector.remedies().isEmpty())
        .collect(Collectors.toMap(Detector::name, Function.identity()));
  }

  /** A remedy's target of a decision; dimensions in the detector's order. */
  static List<Dimension> of(Remedy remedy, Decision decision) {
    Set<String> names = names(remedy);
    return decision.dimensionList().stream().filter(each -> names.contains(each.name())).toList();
  }

  /** The detector's remedies that act upon a target, in the order of the file. */
  static List<Remedy> remedies(Detector detector, List<Dimension> target) {
    Set<String> names = target.stream().map(Dimension::name).collect(Collectors.toSet());
    return detector.remedies().stream().filter(remedy -> names(remedy).equals(names)).toList();
  }

  private static Set<String> names(Remedy remedy) {
    return remedy.target().stream().map(FieldPath::text).collect(Collectors.toSet());
  }
}
