package io.anomalystack.benchmarks;

import io.anomalystack.job.AnomalyDetectionJob;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;

/** How Flink is set up for all that is measured: as on a cluster. */
final class CheckpointedFlink {
  private CheckpointedFlink() {}

  /** RocksDB, and an incremental checkpoint into a directory at every interval. */
  static Configuration configuration(Duration interval, Path checkpoints) {
    Configuration configuration = AnomalyDetectionJob.strictDefaults();
    configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    return configuration;
  }
}
