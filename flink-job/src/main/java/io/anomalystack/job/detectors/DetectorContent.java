package io.anomalystack.job.detectors;

import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.InvalidDetectorsException;
import java.util.List;

/**
 * What a detector file said when it was read.
 *
 * @param digest tells it from other contents, those of the files that it names included
 * @param detectors empty where it cannot be used
 * @param problems all that is wrong with it; empty where it can be used
 */
public record DetectorContent(String digest, List<Detector> detectors, List<String> problems) {
  static DetectorContent of(String digest, List<Detector> detectors) {
    return new DetectorContent(digest, detectors, List.of());
  }

  static DetectorContent unusable(String digest, List<String> problems) {
    return new DetectorContent(digest, List.of(), problems);
  }

  /**
   * The same, if it can be used.
   *
   * @throws InvalidDetectorsException with every problem at once
   */
  public DetectorContent checked() throws InvalidDetectorsException {
    if (!problems.isEmpty()) {
      throw new InvalidDetectorsException(problems);
    }
    return this;
  }
}
