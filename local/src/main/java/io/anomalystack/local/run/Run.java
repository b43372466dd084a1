package io.anomalystack.local.run;

import io.anomalystack.embedded.Scratch;
import io.anomalystack.job.AnomalyDetectionJob;
import io.anomalystack.job.Ports;
import io.anomalystack.job.config.JobSettings;
import io.anomalystack.job.detectors.WatchedDetectors;
import io.anomalystack.job.kafka.KafkaPorts;
import io.anomalystack.local.broker.Topics;
import io.anomalystack.local.failure.LogFile;
import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.flink.InProcess;
import io.anomalystack.local.flink.InProcessSink.Taker;
import io.anomalystack.local.flink.LocalFlink;
import io.anomalystack.local.flink.RecordCounters;
import io.anomalystack.local.flink.RunningJob;
import io.anomalystack.local.live.LiveReport;
import io.anomalystack.local.live.StopSignal;
import io.anomalystack.local.live.WatchedPorts;
import io.anomalystack.local.notify.LocalNotifier;
import io.anomalystack.local.remedy.LocalRemedies;
import io.anomalystack.local.report.Numbers;
import io.anomalystack.local.terminal.Terminal;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.detector.Detector;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job against the user's Kafka, until it is told to stop; then, or after a crash, it can go on
 * exactly where it stopped.
 *
 * @param request what to run
 * @param terminal where to say what it does
 */
public record Run(RunRequest request, Terminal terminal) {
  private static final Duration TICK = Duration.ofMillis(200);

  /** Runs until the user wants it to stop. */
  public void run() throws IOException, UsageException, RunFailedException, InterruptedException {
    LocalRemedies.check(request.executors(), request.detectors());
    checkTopics();
    try (StopSignal stop = StopSignal.listen();
        StateDirectory state = StateDirectory.open(request.stateDirectory());
        Scratch scratch = state.scratch()) {
      RecordCounters counters = new RecordCounters();
      LiveReport report = new LiveReport(terminal, request.detectors(), counters);
      try (InProcess<RecordCounters> counting = InProcess.of(counters);
          InProcess<Taker<Decision>> decisions = InProcess.of(report::decision);
          InProcess<Taker<RejectedRecord>> rejected =
              InProcess.of(record -> report.rejected(record.reason()));
          InProcess<Told> told = InProcess.of(new Told(report))) {
        Configuration configuration =
            LocalFlink.checkpointed(request.parallelism(), scratch.path(), counting, state.path());
        state.newest().ifPresent(snapshot -> goOnFrom(snapshot, configuration));
        StreamExecutionEnvironment env =
            StreamExecutionEnvironment.createLocalEnvironment(request.parallelism(), configuration);
        AnomalyDetectionJob.assemble(
            env,
            new WatchedPorts(ports(told), decisions, rejected),
            request.detectors(),
            LocalFlink.scoring(request.parallelism()));
        report.say(introduction(state.newest()));
        try (LocalNotifier notifier = notifier(report);
            LocalRemedies remedies = remedies(report, state)) {
          RunningJob job = RunningJob.start(env, "anomaly-detection");
          watch(job, notifier, remedies, report, stop, state);
        }
      }
    }
  }

  private Ports ports(InProcess<Told> told) {
    JobSettings settings = request.settings();
    return new KafkaPorts(
        settings, false, new WatchedDetectors(settings.detectors(), new ToldHere(told)));
  }

  /** Says what becomes of a changed detector file, once, however many topics hear of it. */
  private static final class Told {
    private final LiveReport report;
    private String last = "";

    private Told(LiveReport report) {
      this.report = report;
    }

    private synchronized void say(String line) {
      if (!line.equals(last)) {
        last = line;
        report.say(line);
      }
    }
  }

  private record ToldHere(InProcess<Told> told) implements WatchedDetectors.Listener {
    @Override
    public void changed(String line) {
      told.get().say(line);
    }

    @Override
    public void refused(String line) {
      told.get().say(line);
    }
  }

  /** Tells people what the alerts say; null where nobody is to be told. */
  private LocalNotifier notifier(LiveReport report) {
    return request
        .channels()
        .map(config -> LocalNotifier.start(request.settings(), config, report::say))
        .orElse(null);
  }

  /** Does what remedies request; null where nothing does. */
  private LocalRemedies remedies(LiveReport report, StateDirectory state) {
    return request
        .executors()
        .map(file -> LocalRemedies.start(request.settings(), file, state.path(), report::say))
        .orElse(null);
  }

  private void checkTopics() throws RunFailedException, UsageException {
    JobSettings settings = request.settings();
    Set<String> needed = new LinkedHashSet<>();
    request.detectors().stream().map(Detector::topic).forEach(needed::add);
    needed.add(settings.decisionsTopic());
    needed.add(settings.rejectedTopic());
    needed.add(settings.alertsTopic());
    if (request.detectors().stream().anyMatch(detector -> !detector.remedies().isEmpty())) {
      needed.add(settings.remediesTopic());
    }
    try (Topics topics = new Topics(settings.kafkaProperties())) {
      List<String> missing = topics.missing(needed);
      if (missing.isEmpty()) {
        return;
      }
      String names = String.join(", ", missing);
      if (!request.createTopics()) {
        throw new UsageException(
            "no such topics at %s: %s; --create-topics creates them"
                .formatted(settings.bootstrapServers(), names));
      }
      topics.create(missing);
      terminal.out().println("created topics: " + names);
    }
  }

  private static void goOnFrom(StateDirectory.Snapshot snapshot, Configuration configuration) {
    configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, snapshot.path().toUri().toString());
    // This run is responsible for it from now on, and drops it when it has a newer one.
    configuration.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
    // A topic that no detector reads any more takes its state with it.
    configuration.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
  }

  private String introduction(Optional<StateDirectory.Snapshot> restored) {
    String state = "state is kept in " + request.stateDirectory();
    return restored
            .map(
                snapshot ->
                    "going on from %s of %s; "
                        .formatted(
                            snapshot.path().getFileName(),
                            Numbers.time(snapshot.taken().toMillis())))
            .orElse("beginning afresh; ")
        + state
        + "\nCtrl-C stops, and the next run goes on from there";
  }

  private void watch(
      RunningJob job,
      LocalNotifier notifier,
      LocalRemedies remedies,
      LiveReport report,
      StopSignal stop,
      StateDirectory state)
      throws RunFailedException, InterruptedException {
    boolean restarting = false;
    try {
      while (!stop.isRequested()) {
        if (job.ends(TICK)) {
          throw new RunFailedException("the job ended, though its topics never do");
        }
        if (notifier != null) {
          notifier.check();
        }
        if (remedies != null) {
          remedies.check();
        }
        if (job.isRestarting() != restarting) {
          restarting = !restarting;
          report.say(restarting ? "the job failed and starts again" : "at work again");
          if (restarting) {
            LogFile.path().ifPresent(file -> report.say("in detail: " + file));
          }
        }
        report.tick(restarting ? "; restarting" : "");
      }
      report.quiet();
      report.say("\nstopping ...");
      job.stop(state.path());
      report.summary(Instant.now()).lines(terminal.outStyle()).forEach(report::say);
    } finally {
      report.quiet();
    }
  }
}
