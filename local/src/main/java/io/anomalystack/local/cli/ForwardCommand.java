package io.anomalystack.local.cli;

import io.anomalystack.forward.publish.KafkaOutput;
import io.anomalystack.forward.publish.RecordOutput;
import io.anomalystack.forward.publish.StreamOutput;
import io.anomalystack.local.broker.Topics;
import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.files.FileArguments;
import io.anomalystack.local.forward.ForwardLog;
import io.anomalystack.local.forward.ForwardRequest;
import io.anomalystack.local.terminal.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code anomaly forward}. */
@Command(
    name = "forward",
    header = "Follows the log of a training run and sends each step to Kafka.",
    description = {
      "%nReads the log while it is written, through rotation, and makes a flat JSON record of each line"
          + " of metrics: step, loss, grad_norm, step_time (seconds), tokens_per_second, tflops,"
          + " learning_rate, ... under the same names whatever wrote it. JSON and CSV keep their own"
          + " names. Lines without metrics are counted; metrics that cannot be understood are counted"
          + " and said. The key of a record is its run.",
      "",
      "With --position it goes on after a restart where it stopped: what the broker has acknowledged"
          + " is not read again, and a crash repeats a few records but loses none. Without it, it"
          + " begins at the log's beginning.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the log has ended (--once), or it was stopped",
      "2:bad usage: nothing was done",
      "3:failed while running, such as a broker that does not answer for two minutes"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./anomaly forward train.log --bootstrap-servers localhost:9092 --topic training \\",
      "      --set run=llm-7b --set gpu=H100-SXM --position train.position",
      "  ./anomaly forward old.log --once --start 2024-11-22T15:00:00Z --output steps.jsonl"
    })
final class ForwardCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin LogOptions log;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Kafka's brokers, separated by commas.")
  String bootstrapServers;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "Where the records go; by default ${DEFAULT-VALUE}.")
  String topic = "training";

  @Option(
      names = "--create-topic",
      description = "Creates the topic if it is missing, with the brokers' defaults.")
  boolean createTopic;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "A file in Kafka's stead, as JSON Lines, added to; - is standard output.")
  String output;

  @Option(
      names = "--position",
      paramLabel = "FILE",
      description = "Where to keep how far it has come, and to go on from.")
  Path position;

  @Option(names = "--once", description = "Ends at the end of the log instead of waiting for more.")
  boolean once;

  @Option(
      names = "--kafka",
      paramLabel = "KEY=VALUE",
      description = "A setting of Kafka's clients, passed on as it is; may be given several times.")
  Map<String, String> kafka = new LinkedHashMap<>();

  ForwardCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    if ((output == null) == (bootstrapServers == null)) {
      throw new UsageException("where to: either --bootstrap-servers or --output is needed");
    }
    ForwardRequest request = log.request(Map.of(), position, once);
    if (output == null) {
      Properties properties = new Properties();
      properties.putAll(kafka);
      properties.setProperty("bootstrap.servers", bootstrapServers);
      checkTopic(properties);
      try (RecordOutput records = new KafkaOutput(properties, topic)) {
        new ForwardLog(request, "topic " + topic + " at " + bootstrapServers, terminal)
            .run(records);
      }
    } else {
      try (OutputStream stream = open();
          RecordOutput records = new StreamOutput(stream)) {
        new ForwardLog(
                request, FileArguments.isStandard(output) ? "standard output" : output, terminal)
            .run(records);
      }
    }
    return ExitStatus.FINE;
  }

  private OutputStream open() throws UsageException, IOException {
    if (FileArguments.isStandard(output)) {
      return terminal.rawOut();
    }
    FileArguments files = new FileArguments().output("--output", output);
    if (Files.exists(log.log)) {
      files.input("--LOG", log.log.toString());
    }
    files.check();
    return Files.newOutputStream(
        Path.of(output), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void checkTopic(Properties properties) throws UsageException, RunFailedException {
    try (Topics topics = new Topics(properties)) {
      if (!topics.missing(List.of(topic)).isEmpty()) {
        if (!createTopic) {
          throw new UsageException(
              "no such topic at %s: %s; --create-topic creates it"
                  .formatted(bootstrapServers, topic));
        }
        topics.create(List.of(topic));
      }
    }
  }
}
