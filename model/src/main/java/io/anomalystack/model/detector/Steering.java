package io.anomalystack.model.detector;

import java.util.List;

/**
 * What decides whether a score of one time series is alerted, its overrides applied.
 *
 * @param threshold a higher score is an anomaly, 0 to 100
 */
public record Steering(double threshold, Direction direction, Margins margins) {
  /**
   * Each setting from the first override that matches the series and names it, else from the
   * detector.
   */
  static Steering of(Detector detector, List<String> dimensionValues) {
    Double threshold = null;
    Direction direction = null;
    Margins margins = null;
    for (SeriesOverride override : detector.overrides()) {
      if (override.matches(detector.dimensions(), dimensionValues)) {
        threshold = threshold == null ? override.anomalyThreshold() : threshold;
        direction = direction == null ? override.direction() : direction;
        margins = margins == null ? override.margins() : margins;
      }
    }
    return new Steering(
        threshold == null ? detector.anomalyThreshold() : threshold,
        direction == null ? detector.direction() : direction,
        margins == null ? detector.margins() : margins);
  }
}
