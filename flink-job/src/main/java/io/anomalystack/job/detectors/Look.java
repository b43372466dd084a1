package io.anomalystack.job.detectors;

import io.anomalystack.model.change.DetectorChanges;
import java.util.List;

/** What a look at the detector file found. */
public sealed interface Look {
  /** Nothing that is new, or nothing that can be relied upon yet. */
  record Nothing() implements Look {}

  /** Other detectors, which may take effect. */
  record Changed(DetectorContent content, DetectorChanges changes) implements Look {}

  /**
   * A file that must not take effect, found for the first time.
   *
   * @param problems with what to do; at least one
   */
  record Refused(List<String> problems) implements Look {}
}
