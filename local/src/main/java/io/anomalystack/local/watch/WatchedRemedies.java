package io.anomalystack.local.watch;

import io.anomalystack.job.config.JobSettings;
import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.local.live.StopSignal;
import io.anomalystack.local.remedy.AuditReader;
import io.anomalystack.local.remedy.LocalRemedies;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.remedy.ExecutorsFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is done about a run under watch, if anything is to be. The ledger outlives the watch: one
 * that begins the log again finds the same, and must not do it again.
 */
final class WatchedRemedies implements AutoCloseable {
  private static final Path STATE = Path.of("anomaly-state");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final JobSettings settings;
  private final Optional<LocalRemedies> executing;

  private WatchedRemedies(JobSettings settings, Optional<LocalRemedies> executing) {
    this.settings = settings;
    this.executing = executing;
  }

  static WatchedRemedies start(
      JobSettings settings, Optional<ExecutorsFile> executors, Consumer<String> undone) {
    return new WatchedRemedies(
        settings,
        executors.map(
            file ->
                LocalRemedies.start(settings, file, STATE.resolve(settings.groupId()), undone)));
  }

  /** Makes sure that requests are still taken. */
  void check() throws RunFailedException, InterruptedException {
    if (executing.isPresent()) {
      executing.get().check();
    }
  }

  /** Waits until what was requested is done, or it is said why not. */
  void await(StopSignal stop) throws RunFailedException, InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (executing.isPresent()
        && !stop.isRequested()
        && Instant.now().isBefore(deadline)
        && AuditReader.newest(settings.kafkaProperties(), settings.remediesTopic())
            .values()
            .stream()
            .anyMatch(RemedyRecord::isToBeDone)) {
      check();
    }
  }

  @Override
  public void close() throws InterruptedException {
    if (executing.isPresent()) {
      executing.get().close();
    }
  }
}
