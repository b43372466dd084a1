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
import io.anomalystack.local.terminal.Terminal;
import java.io.IOException;
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

  /** The last decisions come a few checkpoints after the last records were read. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  /** One: a run's records go to one partition anyway, and its steps stay in order. */
  private static final int INPUT_PARTITIONS = 1;

  /** Watches until the user has seen enough, or all of a log that is read once is decided. */
  public void run() throws IOException, UsageException, RunFailedException, InterruptedException {
    terminal.out().println("starting a Kafka broker on this machine ...");
    try (StopSignal stop = StopSignal.listen();
        EmbeddedBroker broker = EmbeddedBroker.start();
        Scratch scratch = Scratch.directory()) {
      JobSettings settings = LiveStack.settings(broker, "anomaly-watch");
      String topic = request.detectors().get(0).topic();
      LiveStack.createTopics(topic, INPUT_PARTITIONS, settings);
      try (LiveStack stack =
              LiveStack.assemble(
                  settings, request.detectors(), request.channels(), scratch.path(), terminal);
          RecordOutput records = new KafkaOutput(settings.kafkaProperties(), topic);
          Forwarding forwarding = Forwarding.open(request.log(), records, stack.report()::say)) {
        introduce(stack, topic, settings);
        watch(stack, forwarding, settings, stop);
      }
    }
  }

  private void introduce(LiveStack stack, String topic, JobSettings settings) {
    LiveReport report = stack.report();
    report.say(
        "the steps in %s go to topic %s at %s"
            .formatted(request.log().log(), topic, settings.bootstrapServers()));
    report.say("the dashboard: " + stack.lake().address());
    report.say("these are the anomalies, and what people are told; Ctrl-C ends it:\n");
  }

  private void watch(LiveStack stack, Forwarding forwarding, JobSettings settings, StopSignal stop)
      throws IOException, RunFailedException, InterruptedException {
    LiveReport report = stack.report();
    RunningJob job = stack.start("watch");
    Instant lastOutput = Instant.now();
    try (OutputReader outputs =
        new OutputReader(
            settings.kafkaProperties(),
            settings.decisionsTopic(),
            settings.rejectedTopic(),
            report::decision,
            report::rejected)) {
      boolean decided = false;
      while (!stop.isRequested() && !decided) {
        if (job.ends(Duration.ZERO)) {
          throw new RunFailedException("the job ended, though its topic never does");
        }
        stack.lake().check();
        boolean any = forwarding.step();
        if (outputs.poll(any ? Duration.ZERO : POLL) | stack.messages().show() | any) {
          lastOutput = Instant.now();
        } else if (request.log().once()) {
          forwarding.finish();
          decided = stack.counters().read() >= forwarding.counts().sent() && isLongAgo(lastOutput);
        }
        report.tick("");
      }
      if (decided) {
        stack.lake().await(report.decisions(), stop);
      }
      report.quiet();
      summarize(stack, forwarding, lastOutput);
      job.cancel();
    } finally {
      report.quiet();
    }
  }

  private static boolean isLongAgo(Instant instant) {
    return Duration.between(instant, Instant.now()).compareTo(QUIET) > 0;
  }

  private void summarize(LiveStack stack, Forwarding forwarding, Instant until) {
    LiveReport report = stack.report();
    report.say("");
    report.say(request.log().log() + ": " + forwarding.summary());
    report.summary(until).lines(terminal.outStyle()).forEach(report::say);
    report.say("");
    stack.messages().lines().forEach(report::say);
  }
}
