package io.anomalystack.local.cli;

import io.anomalystack.local.failure.UsageException;
import io.anomalystack.model.detector.DetectorFile;
import picocli.CommandLine.Option;

/** {@code --anomaly-threshold}, as the job's setting {@code anomaly.threshold}. */
final class ThresholdOption {
  @Option(
      names = "--anomaly-threshold",
      paramLabel = "0..100",
      description = "The threshold of detectors that name none; by default 70.")
  Double threshold;

  /** As given, for the job's settings, which check it; null where it is not. */
  String text() {
    return threshold == null ? null : threshold.toString();
  }

  double read() throws UsageException {
    if (threshold == null) {
      return DetectorFile.DEFAULT_THRESHOLD;
    }
    if (!(threshold >= 0 && threshold <= 100)) {
      throw new UsageException("--anomaly-threshold: must be between 0 and 100, was " + threshold);
    }
    return threshold;
  }
}
