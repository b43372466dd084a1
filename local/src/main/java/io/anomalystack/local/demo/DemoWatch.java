package io.anomalystack.local.demo;

import io.anomalystack.job.config.JobSettings;
import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.local.flink.RecordCounters;
import io.anomalystack.local.flink.RunningJob;
import io.anomalystack.local.live.LiveLake;
import io.anomalystack.local.live.LiveMessages;
import io.anomalystack.local.live.LiveReport;
import io.anomalystack.local.live.OutputReader;
import io.anomalystack.local.live.StopSignal;
import io.anomalystack.local.report.Numbers;
import io.anomalystack.local.terminal.Style;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.testdata.AnyBooks;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** Shows what the demo's job decides, until the user has seen enough. */
final class DemoWatch {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Behind the newest record there are periods that are still open, besides those that wait. */
  private static final Duration STILL_OPEN = Duration.ofMinutes(3);

  /** The last messages come with the last decisions, or a few checkpoints later. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  private final JobSettings settings;
  private final Detector detector;
  private final LiveReport report;
  private final RecordCounters counters;
  private final Style style;
  private final PlantedAnomalies planted = new PlantedAnomalies(AnyBooks.BUNDLED.labels());
  private Instant lastOutput = Instant.now();
  private long decidedUpTo;

  DemoWatch(
      JobSettings settings,
      Detector detector,
      LiveReport report,
      RecordCounters counters,
      Style style) {
    this.settings = settings;
    this.detector = detector;
    this.report = report;
    this.counters = counters;
    this.style = style;
  }

  /**
   * Watches until all is decided and said, and then, if it is to stay, until the user stops it.
   *
   * @param exit whether to end when all is decided
   */
  void watch(
      RunningJob job,
      DemoFeed feed,
      LiveLake lake,
      LiveMessages messages,
      boolean exit,
      StopSignal stop)
      throws IOException, RunFailedException, InterruptedException {
    try (OutputReader outputs = outputs()) {
      boolean summarized = false;
      while (!stop.isRequested() && !(summarized && exit)) {
        if (job.ends(Duration.ZERO)) {
          throw new RunFailedException("the job ended, though its topic never does");
        }
        lake.refresh();
        boolean fed = feed.isDone();
        if (outputs.poll(POLL) | messages.show()) {
          lastOutput = Instant.now();
        }
        if (!summarized) {
          report.tick("");
          if (fed && counters.read() >= feed.records() && isDecided(feed) && isQuiet()) {
            summarized = true;
            summarize(messages);
            awaitLake(lake, stop);
            if (!exit) {
              sayHowToLookFurther(lake);
            }
          }
        }
      }
      report.quiet();
      job.cancel();
    } finally {
      report.quiet();
    }
  }

  /** Decisions reach the lake with its own checkpoints: a moment later. */
  private void awaitLake(LiveLake lake, StopSignal stop)
      throws IOException, RunFailedException, InterruptedException {
    lake.await(report.decisions(), stop);
    report.say("");
    report.say(
        "the lake holds %s decisions, as the dashboard showed"
            .formatted(Numbers.count(lake.decisions())));
  }

  private OutputReader outputs() {
    return new OutputReader(
        settings.kafkaProperties(),
        settings.decisionsTopic(),
        settings.rejectedTopic(),
        decision -> {
          report.decision(decision);
          planted.decision(decision);
          decidedUpTo = Math.max(decidedUpTo, decision.detectionPeriodEnd());
        },
        report::rejected);
  }

  private boolean isDecided(DemoFeed feed) {
    Duration open = detector.allowedLateness().plus(STILL_OPEN);
    return decidedUpTo >= feed.lastSale().minus(open).toEpochMilli();
  }

  private boolean isQuiet() {
    return Duration.between(lastOutput, Instant.now()).compareTo(QUIET) > 0;
  }

  private void summarize(LiveMessages messages) {
    report.quiet();
    report.say("");
    report.say(style.bold("all is decided"));
    report.summary(lastOutput).counts().forEach(report::say);
    report.say("");
    planted.lines(style).forEach(report::say);
    report.say("");
    messages.lines().forEach(report::say);
  }

  private void sayHowToLookFurther(LiveLake lake) {
    report.say("");
    report.say(
        style.bold("look at it") + " in the dashboard: " + style.bold(lake.address().toString()));
    report.say("");
    report.say(style.bold("look further") + ", the broker stays at " + settings.bootstrapServers());
    report.say("  topic " + detector.topic() + ": what came in; send more, and it is decided too");
    report.say(
        "  topic " + settings.decisionsTopic() + ": every decision; consume with read_committed");
    report.say("  topic " + settings.alertsTopic() + ": what is said of incidents");
    report.say("  topic " + settings.rejectedTopic() + ": what could not be counted, and why");
    report.say("  five minutes of silence, and the silence itself is decided");
    report.say("Ctrl-C ends it.");
  }
}
