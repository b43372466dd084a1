package io.anomalystack.local.cli;

import io.anomalystack.job.AnomalyDetectionJob;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.flink.LocalFlink;
import picocli.CommandLine.Option;

/** {@code --parallelism}. */
final class ParallelismOption {
  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description =
          "How many tasks share the work; what is decided does not depend on it. By default as many as"
              + " there are processors, up to four.")
  Integer tasks;

  int read() throws UsageException {
    if (tasks == null) {
      return LocalFlink.defaultParallelism();
    }
    if (tasks < 1 || tasks > AnomalyDetectionJob.MAX_PARALLELISM) {
      throw new UsageException(
          "--parallelism: must be between 1 and %d, was %d"
              .formatted(AnomalyDetectionJob.MAX_PARALLELISM, tasks));
    }
    return tasks;
  }
}
