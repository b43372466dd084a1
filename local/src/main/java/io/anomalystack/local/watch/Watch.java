package io.anomalystack.local.watch;

import io.anomalystack.embedded.EmbeddedBroker;
import io.anomalystack.embedded.Scratch;
import io.anomalystack.forward.publish.KafkaOutput;
import io.anomalystack.forward.publish.RecordOutput;
import io.anomalystack.job.config.JobSettings;
import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.flink.RunningJob;
import io.anomalystack.local.forward.Forwarding;
import io.anomalystack.local.live.LiveReport;
import io.anomalystack.local.live.LiveStack;
import io.anomalystack.local.live.OutputReader;
import io.anomalystack.local.live.StopSignal;
import io.anomalystack.local.remedy.LocalRemedies;
import io.anomalystack.local.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * A training run under watch on this machine, from its log to the dashboard: a broker, the way of
 * the log to it, the job, the lake and the messages to people.
 *
 * @param request what to watch
 * @param terminal where to show it
 */
public record Watch(WatchRequest request, Terminal terminal) {
  private static final Duration POLL = Duration.ofMillis(200);

  /** So long nothing is decided any more: event time has come as far as it will. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  /** For a log of which there is nothing to be decided. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** One: a run's records go to one partition anyway, and its steps stay in order. */
  private static final int INPUT_PARTITIONS = 1;

  /** Watches until the user has seen enough, or all of a log that is read once is decided. */
  public void run() throws IOException, UsageException, RunFailedException, InterruptedException {
    terminal.out().println("starting a Kafka broker on this machine ...");
    try (StopSignal stop = StopSignal.listen();
        EmbeddedBroker broker = EmbeddedBroker.start();
        Scratch scratch = Scratch.directory()) {
      JobSettings settings = LiveStack.settings(broker, "anomaly-watch");
      LocalRemedies.check(request.executors(), request.detectors());
      String topic = request.detectors().get(0).topic();
      LiveStack.createTopics(topic, INPUT_PARTITIONS, settings);
      try (LiveStack stack =
              LiveStack.assemble(
                  settings, request.detectors(), request.channels(), scratch.path(), terminal);
          RecordOutput records = new KafkaOutput(settings.kafkaProperties(), topic);
          Forwarding forwarding = Forwarding.open(request.log(), records, stack.report()::say);
          WatchedRemedies remedies =
              WatchedRemedies.start(settings, request.executors(), stack.report()::say)) {
        introduce(stack, topic, settings);
        watch(stack, forwarding, remedies, settings, scratch.path(), stop);
      }
    }
  }

  private void introduce(LiveStack stack, String topic, JobSettings settings) {
    LiveReport report = stack.report();
    report.say(
        "the steps in %s go to topic %s at %s"
            .formatted(request.log().log(), topic, settings.bootstrapServers()));
    report.say("the dashboard: " + stack.lake().address());
    report.say(
        "these are the anomalies, each once while it lasts, and what people are told; Ctrl-C ends it:\n");
  }

  private void watch(
      LiveStack stack,
      Forwarding forwarding,
      WatchedRemedies remedies,
      JobSettings settings,
      Path scratch,
      StopSignal stop)
      throws IOException, RunFailedException, InterruptedException {
    LiveReport report = stack.report();
    RunningJob job = stack.start("watch");
    try (OutputReader outputs =
        new OutputReader(
            settings.kafkaProperties(),
            settings.decisionsTopic(),
            settings.rejectedTopic(),
            report::decision,
            report::rejected)) {
      boolean readToTheEnd = follow(stack, forwarding, remedies, outputs, job, stop);
      report.quiet();
      if (readToTheEnd) {
        // What is decided becomes visible with a checkpoint, and this is the last.
        job.finish(scratch);
        drain(stack, outputs);
        stack.lake().await(report.decisions(), stop);
        remedies.await(stop);
      } else {
        job.cancel();
      }
      summarize(stack, forwarding);
    } finally {
      report.quiet();
    }
  }

  /** Returns whether the job has read all of a log that is read once. */
  private boolean follow(
      LiveStack stack,
      Forwarding forwarding,
      WatchedRemedies remedies,
      OutputReader outputs,
      RunningJob job,
      StopSignal stop)
      throws IOException, RunFailedException, InterruptedException {
    boolean anyOutput = false;
    Instant last = Instant.now();
    while (!stop.isRequested()) {
      if (job.ends(Duration.ZERO)) {
        throw new RunFailedException("the job ended, though its topic never does");
      }
      stack.lake().refresh();
      remedies.check();
      boolean any = forwarding.step();
      if (any || stack.counters().read() < forwarding.counts().sent()) {
        last = Instant.now();
      }
      if (!any && request.log().once()) {
        forwarding.finish();
        Duration since = Duration.between(last, Instant.now());
        // Its first output says that the whole job runs; until then it cannot be stopped in order.
        if (stack.counters().read() >= forwarding.counts().sent()
            && since.compareTo(anyOutput ? QUIET : PATIENCE) > 0) {
          return true;
        }
      }
      if (outputs.poll(any ? Duration.ZERO : POLL)) {
        anyOutput = true;
        last = Instant.now();
      }
      stack.messages().show();
      stack.report().tick("");
    }
    return false;
  }

  private static void drain(LiveStack stack, OutputReader outputs)
      throws IOException, RunFailedException, InterruptedException {
    Instant last = Instant.now();
    while (Duration.between(last, Instant.now()).compareTo(QUIET) < 0) {
      boolean decided = outputs.poll(POLL);
      boolean told = stack.messages().show();
      if (decided || told) {
        last = Instant.now();
      }
    }
  }

  private void summarize(LiveStack stack, Forwarding forwarding) {
    LiveReport report = stack.report();
    report.say("");
    report.say(request.log().log() + ": " + forwarding.summary());
    report.summary(Instant.now()).lines(terminal.outStyle()).forEach(report::say);
    report.say("");
    stack.messages().lines().forEach(report::say);
  }
}
