package io.anomalystack.local.demo;

import io.anomalystack.embedded.EmbeddedBroker;
import io.anomalystack.embedded.Scratch;
import io.anomalystack.job.AnomalyDetectionJob;
import io.anomalystack.job.config.InvalidSettingsException;
import io.anomalystack.job.config.JobSettings;
import io.anomalystack.job.kafka.KafkaPorts;
import io.anomalystack.local.broker.Topics;
import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.flink.InProcess;
import io.anomalystack.local.flink.LocalFlink;
import io.anomalystack.local.flink.RecordCounters;
import io.anomalystack.local.flink.RunningJob;
import io.anomalystack.local.live.LiveReport;
import io.anomalystack.local.live.StopSignal;
import io.anomalystack.local.report.Numbers;
import io.anomalystack.local.terminal.Terminal;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.DetectorFile;
import io.anomalystack.model.detector.InvalidDetectorsException;
import io.anomalystack.testdata.BundledFiles;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The whole way on this machine: a Kafka broker, the bundled stream, the job, a consumer that shows
 * what it decides, and the lake with its dashboard.
 *
 * @param terminal where to show it
 * @param exit whether to end when all is decided, instead of staying to be looked at
 */
public record Demo(Terminal terminal, boolean exit) {
  private static final int INPUT_PARTITIONS = 2;
  private static final int PARALLELISM = 2;

  /** Runs the demo. */
  public void run()
      throws IOException,
          UsageException,
          RunFailedException,
          InterruptedException,
          InvalidDetectorsException {
    terminal.out().println("starting a Kafka broker inside this process ...");
    try (StopSignal stop = StopSignal.listen();
        EmbeddedBroker broker = EmbeddedBroker.start();
        Scratch scratch = Scratch.directory()) {
      JobSettings settings = settings(broker);
      List<Detector> detectors =
          DetectorFile.parse(BundledFiles.read(BundledFiles.ANYBOOKS_DETECTORS));
      List<byte[]> records = DemoStream.records();
      publish(records, settings.kafkaProperties(), detectors.get(0).topic(), settings);
      decide(detectors, settings, records.size(), scratch, stop);
    }
  }

  private static JobSettings settings(EmbeddedBroker broker) {
    try {
      return JobSettings.from(
          Map.of(
              "detectors",
              BundledFiles.ANYBOOKS_DETECTORS,
              "bootstrap.servers",
              broker.bootstrapServers(),
              "group.id",
              "anomaly-demo"));
    } catch (InvalidSettingsException e) {
      throw new IllegalStateException(e);
    }
  }

  private void publish(List<byte[]> records, Properties kafka, String input, JobSettings settings)
      throws UsageException, RunFailedException, InterruptedException {
    try (Topics topics = new Topics(kafka)) {
      topics.create(input, INPUT_PARTITIONS);
      topics.create(settings.decisionsTopic(), 1);
      topics.create(settings.rejectedTopic(), 1);
    }
    DemoStream.publish(records, kafka, input, INPUT_PARTITIONS);
    terminal
        .out()
        .println(
            "published %s records to topic %s at %s: two days of an imaginary bookshop"
                .formatted(Numbers.count(records.size()), input, settings.bootstrapServers()));
  }

  private void decide(
      List<Detector> detectors,
      JobSettings settings,
      long published,
      Scratch scratch,
      StopSignal stop)
      throws IOException, RunFailedException, InterruptedException {
    RecordCounters counters = new RecordCounters();
    try (InProcess<RecordCounters> counting = InProcess.of(counters);
        DemoLake lake = DemoLake.start(settings, scratch.path())) {
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.createLocalEnvironment(
              PARALLELISM,
              LocalFlink.checkpointed(PARALLELISM, scratch.path(), counting, scratch.path()));
      AnomalyDetectionJob.assemble(
          env, new KafkaPorts(settings, exit), detectors, LocalFlink.scoring(PARALLELISM));
      LiveReport report = new LiveReport(terminal, detectors, counters);
      report.say("the dashboard: " + lake.address());
      report.say("deciding minute by minute; these are the anomalies:\n");
      RunningJob job = RunningJob.start(env, "demo");
      new DemoWatch(settings, detectors.get(0).topic(), report, counters, lake, terminal.outStyle())
          .watch(job, published, stop);
    }
  }
}
