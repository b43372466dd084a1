package io.anomalystack.local.cli;

import io.anomalystack.job.config.JobSettings;
import io.anomalystack.job.detectors.DetectorContent;
import io.anomalystack.job.detectors.DetectorLocation;
import io.anomalystack.local.failure.Reasons;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.run.Run;
import io.anomalystack.local.run.RunRequest;
import io.anomalystack.local.terminal.Terminal;
import io.anomalystack.model.detector.InvalidDetectorsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code anomaly run}. */
@Command(
    name = "run",
    header = "Decides the records of your own Kafka topics, without end.",
    description = {
      "%nRuns the job in this process: from Kafka to Kafka, each decision once. It takes a checkpoint"
          + " every second, and when it is stopped, or killed, and started again with the same"
          + " --group-id, it goes on exactly where it stopped.",
      "",
      "The decisions and alerts can be read with isolation.level=read_committed; with --notify people",
      "are told, too, and with --remedy what the detectors' remedies request is done, each from where",
      "it stopped the last time.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./anomaly run --bootstrap-servers localhost:9092 --detectors detectors.yaml \\",
      "      --create-topics --notify channels.yaml",
      "  ./anomaly run --bootstrap-servers kafka:9093 --detectors detectors.yaml \\",
      "      --kafka security.protocol=SSL --kafka ssl.truststore.location=/etc/trust.p12"
    })
final class RunCommand implements Callable<Integer> {
  private static final Path STATE = Path.of("anomaly-state");

  private final Terminal terminal;

  @Mixin DetectorOption detectors;

  @Option(
      names = "--bootstrap-servers",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Kafka's brokers, separated by commas.")
  String bootstrapServers;

  @Option(
      names = "--group-id",
      paramLabel = "ID",
      description =
          "Consumer group, and prefix of the transactions: unique to the job."
              + " By default anomaly-detection.")
  String groupId;

  @Option(
      names = "--input-start",
      paramLabel = "WHERE",
      description =
          "Where to begin without state: committed (else earliest; the default), earliest, latest.")
  String inputStart;

  @Option(
      names = "--decisions-topic",
      paramLabel = "TOPIC",
      description = "Where decisions go; by default anomaly-decisions.")
  String decisionsTopic;

  @Option(
      names = "--rejected-topic",
      paramLabel = "TOPIC",
      description = "Where records go that could not be counted; by default anomaly-rejected.")
  String rejectedTopic;

  @Option(
      names = "--alerts-topic",
      paramLabel = "TOPIC",
      description = "Where goes what there is to be said of incidents; by default anomaly-alerts.")
  String alertsTopic;

  @Option(
      names = "--remedies-topic",
      paramLabel = "TOPIC",
      description =
          "Where goes what is decided of remedies, and what was done; by default anomaly-remedies.")
  String remediesTopic;

  @Option(
      names = "--delivery",
      paramLabel = "HOW",
      description = "exactly-once (the default), or at-least-once.")
  String delivery;

  @Mixin ThresholdOption threshold;

  @Option(
      names = "--detectors-watch",
      paramLabel = "DURATION",
      description =
          "How often the detector file is looked at for a change, which takes effect without a"
              + " restart; by default 1m, 0s for never.")
  String detectorsWatch;

  @Option(
      names = "--detectors-forget",
      paramLabel = "NAME,…",
      description =
          "Detectors of which a change of the file may forget what they have learned; see"
              + " validate --running. By default none.")
  String detectorsForget;

  @Option(
      names = "--create-topics",
      description = "Creates topics that are missing, with the brokers' defaults.")
  boolean createTopics;

  @Mixin ParallelismOption parallelism;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Where checkpoints are kept; by default anomaly-state/<group id>.")
  Path stateDirectory;

  @Mixin NotifyOption notify;

  @Mixin RemedyOption remedy;

  @Option(
      names = "--kafka",
      paramLabel = "KEY=VALUE",
      description = "A setting of Kafka's clients, passed on as it is; may be given several times.")
  Map<String, String> kafka = new LinkedHashMap<>();

  RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    JobSettings settings = JobSettings.from(properties());
    new Run(
            new RunRequest(
                content(settings),
                settings,
                createTopics,
                parallelism.read(),
                state(settings),
                notify.read(),
                remedy.read()),
            terminal)
        .run();
    return ExitStatus.FINE;
  }

  private static DetectorContent content(JobSettings settings)
      throws InvalidDetectorsException, UsageException {
    try {
      return DetectorLocation.of(settings.detectors()).read().checked();
    } catch (IOException e) {
      throw new UsageException("cannot read the detectors: " + Reasons.of(e));
    }
  }

  /** The options under the names that the settings have everywhere. */
  private Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("detectors", detectors.file.toString());
    properties.put("bootstrap.servers", bootstrapServers);
    put(properties, "group.id", groupId);
    put(properties, "input.start", inputStart);
    put(properties, "decisions.topic", decisionsTopic);
    put(properties, "rejected.topic", rejectedTopic);
    put(properties, "alerts.topic", alertsTopic);
    put(properties, "remedies.topic", remediesTopic);
    put(properties, "delivery", delivery);
    put(properties, "anomaly.threshold", threshold.text());
    put(properties, "detectors.watch", detectorsWatch);
    put(properties, "detectors.forget", detectorsForget);
    kafka.forEach((key, value) -> properties.put("kafka." + key, value));
    return properties;
  }

  private static void put(Map<String, String> properties, String name, String value) {
    if (value != null) {
      properties.put(name, value);
    }
  }

  private Path state(JobSettings settings) {
    // Kafka takes any text for a group's id; a directory's name may not hold a slash.
    return stateDirectory == null
        ? STATE.resolve(settings.groupId().replace('/', '_'))
        : stateDirectory;
  }
}
