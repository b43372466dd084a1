package io.anomalystack.local.flink;

import io.anomalystack.job.AnomalyDetectionJob;
import io.anomalystack.job.scoring.ScoringSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/** How Flink is set up inside this JVM: the cluster's state backend, with a workstation's means. */
public final class LocalFlink {
  private static final int LEAST_MANAGED_MEBIBYTES = 128;
  private static final int MANAGED_MEBIBYTES_PER_TASK = 32;
  private static final int LEAST_NETWORK_MEBIBYTES = 64;

  /** Each task has a channel to each other, and a channel takes a few buffers of 32 KiB. */
  private static final int CHANNELS_PER_NETWORK_MEBIBYTE = 8;

  private static final int MOST_PARALLELISM = 4;
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);
  private static final Duration CHECKPOINT_PAUSE = Duration.ofMillis(200);

  private LocalFlink() {}

  /** As many tasks as this machine has processors, up to a few: the forests are the work. */
  public static int defaultParallelism() {
    return Math.min(MOST_PARALLELISM, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Settings of a job that is not restarted and takes no checkpoints.
   *
   * @param parallelism how many tasks share the work
   * @param scratch a directory for what Flink needs while it runs
   * @param counters where to count the records taken in
   */
  public static Configuration configuration(
      int parallelism, Path scratch, InProcess<RecordCounters> counters) {
    Configuration configuration = AnomalyDetectionJob.strictDefaults();
    configuration.set(CoreOptions.TMP_DIRS, scratch.toString());
    configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(
        TaskManagerOptions.MANAGED_MEMORY_SIZE,
        MemorySize.ofMebiBytes(
            Math.max(LEAST_MANAGED_MEBIBYTES, parallelism * MANAGED_MEBIBYTES_PER_TASK)));
    MemorySize network =
        MemorySize.ofMebiBytes(
            LEAST_NETWORK_MEBIBYTES + parallelism * parallelism / CHANNELS_PER_NETWORK_MEBIBYTE);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
    // There is nobody to authenticate with.
    configuration.set(SecurityOptions.DELEGATION_TOKENS_ENABLED, false);
    // Flink's own REST server is not for the network.
    configuration.set(RestOptions.BIND_ADDRESS, "localhost");
    configuration.set(RestOptions.ADDRESS, "localhost");
    String reporter = "metrics.reporter.records.";
    configuration.set(MetricOptions.REPORTERS_LIST, "records");
    configuration.setString(
        reporter + "factory.class", RecordCountersReporter.Factory.class.getName());
    configuration.setString(reporter + RecordCountersReporter.COUNTERS_KEY, counters.id());
    return configuration;
  }

  /**
   * Settings of a job that takes a checkpoint every second and is restarted when it fails.
   *
   * @param parallelism how many tasks share the work
   * @param scratch a directory for what Flink needs while it runs
   * @param counters where to count the records taken in
   * @param state the directory in which checkpoints are kept
   */
  public static Configuration checkpointed(
      int parallelism, Path scratch, InProcess<RecordCounters> counters, Path state) {
    Configuration configuration = configuration(parallelism, scratch, counters);
    // Decisions become visible with the next checkpoint.
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
    configuration.set(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, CHECKPOINT_PAUSE);
    configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, state.toUri().toString());
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    return configuration;
  }

  /** The models that all tasks together may hold, as they share one heap. */
  public static ScoringSettings scoring(int parallelism) {
    return new ScoringSettings(
        Math.max(1, ScoringSettings.DEFAULT_LIVE_MODELS / parallelism),
        ScoringSettings.DEFAULT_SNAPSHOT_INTERVAL);
  }
}
