package io.anomalystack.local.demo;

import io.anomalystack.embedded.EmbeddedBroker;
import io.anomalystack.embedded.EmbeddedDatabase;
import io.anomalystack.embedded.Scratch;
import io.anomalystack.job.config.JobSettings;
import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.flink.RunningJob;
import io.anomalystack.local.live.LiveReport;
import io.anomalystack.local.live.LiveStack;
import io.anomalystack.local.live.StopSignal;
import io.anomalystack.local.report.Numbers;
import io.anomalystack.local.terminal.Terminal;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.DetectorFile;
import io.anomalystack.model.detector.InvalidDetectorsException;
import io.anomalystack.notifier.NotifierConfig;
import io.anomalystack.testdata.BundledFiles;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The whole way on this machine: a shop's database, from which its sales go to Kafka every minute,
 * the job, a consumer that shows what it decides, the lake with its dashboard, and the messages to
 * people.
 *
 * @param terminal where to show it
 * @param channels to whom else messages go; empty for nobody
 * @param exit whether to end when all is decided, instead of staying to be looked at
 */
public record Demo(Terminal terminal, Optional<NotifierConfig> channels, boolean exit) {
  private static final int INPUT_PARTITIONS = 2;

  /** Runs the demo. */
  public void run()
      throws IOException,
          UsageException,
          RunFailedException,
          InterruptedException,
          InvalidDetectorsException {
    terminal.out().println("starting a Kafka broker and a PostgreSQL on this machine ...");
    try (StopSignal stop = StopSignal.listen();
        EmbeddedBroker broker = EmbeddedBroker.start();
        EmbeddedDatabase database = EmbeddedDatabase.start();
        Scratch scratch = Scratch.directory()) {
      JobSettings settings = LiveStack.settings(broker, "anomaly-demo");
      List<Detector> detectors =
          DetectorFile.parse(BundledFiles.read(BundledFiles.ANYBOOKS_DETECTORS));
      String topic = detectors.get(0).topic();
      LiveStack.createTopics(topic, INPUT_PARTITIONS, settings);
      List<String> sales = BundledFiles.read(BundledFiles.ANYBOOKS_STREAM).lines().toList();
      try (DemoShop shop = DemoShop.open(database);
          DemoIngestion ingestion = DemoIngestion.of(database, broker.bootstrapServers(), topic);
          StrayRecords strays = new StrayRecords(settings.kafkaProperties(), topic, sales.get(0));
          DemoFeed feed = new DemoFeed(shop, ingestion.function(), strays, sales)) {
        decide(detectors, settings, feed, scratch, stop);
      }
    }
  }

  private void decide(
      List<Detector> detectors,
      JobSettings settings,
      DemoFeed feed,
      Scratch scratch,
      StopSignal stop)
      throws IOException, RunFailedException, InterruptedException {
    try (LiveStack stack =
        LiveStack.assemble(settings, detectors, channels, scratch.path(), terminal)) {
      LiveReport report = stack.report();
      report.say(
          "an imaginary bookshop sells %s times in two days; every minute of its time, what is new in its database goes to topic %s at %s"
              .formatted(
                  Numbers.count(feed.sales()),
                  detectors.get(0).topic(),
                  settings.bootstrapServers()));
      report.say("the dashboard: " + stack.lake().address());
      report.say("deciding minute by minute; these are the anomalies, and what people are told:\n");
      RunningJob job = stack.start("demo");
      feed.start();
      DemoWatch watch =
          new DemoWatch(settings, detectors.get(0), report, stack.counters(), terminal.outStyle());
      watch.watch(job, feed, stack.lake(), stack.messages(), exit, stop);
    }
  }
}
