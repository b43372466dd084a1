package io.anomalystack.job.metrics;

import io.anomalystack.model.detector.Detector;
import java.util.Collection;
import java.util.List;

/** The names of detectors, in their order. */
public final class DetectorNames {
  private DetectorNames() {}

  /** All of them. */
  public static List<String> of(Collection<Detector> detectors) {
    return detectors.stream().map(Detector::name).toList();
  }
}
