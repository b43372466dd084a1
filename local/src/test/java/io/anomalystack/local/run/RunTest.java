package io.anomalystack.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.embedded.EmbeddedBroker;
import io.anomalystack.local.broker.Topics;
import io.anomalystack.local.cli.Anomaly;
import io.anomalystack.testdata.AnyBooks;
import io.anomalystack.testdata.BundledFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in processes of its own, as only these can be killed. */
class RunTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String DECISIONS = "decided";
  private static final String PARTIAL = "\"partial\":true";

  @TempDir Path directory;
  private final List<Process> processes = new ArrayList<>();
  private EmbeddedBroker broker;
  private Path detectors;

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.start();
    detectors = directory.resolve("detectors.yaml");
    // The records come in order: what was published is decided, but for the last minute.
    Files.writeString(
        detectors,
        BundledFiles.read(BundledFiles.ANYBOOKS_DETECTORS)
            .replace("allowedLateness: 2m", "allowedLateness: 0s"));
  }

  @AfterEach
  void stop() {
    processes.forEach(Process::destroyForcibly);
    broker.close();
  }

  @Test
  void killedAndStoppedAndStartedAgainItDecidesWhatAReplayDecides() throws Exception {
    List<String> sales = AnyBooks.BUNDLED.withLength(Duration.ofHours(9)).lines().toList();
    List<String> expected = replayed(sales);
    int third = sales.size() / 3;

    publish(sales.subList(0, third));
    Process killed = run("killed.txt");
    awaitDecisions(expected.size() / 4);
    killed.destroyForcibly().waitFor();

    publish(sales.subList(third, 2 * third));
    Process stopped = run("stopped.txt");
    awaitDecisions(expected.size() / 2);
    stopped.destroy();
    assertThat(stopped.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(stopped.exitValue()).isZero();

    publish(sales.subList(2 * third, sales.size()));
    run("last.txt");

    assertThat(awaitDecisions(expected.size())).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(directory.resolve("killed.txt")).content().contains("beginning afresh");
    assertThat(directory.resolve("stopped.txt"))
        .content()
        .contains("going on from chk-", "records read");
    assertThat(directory.resolve("last.txt")).content().contains("going on from savepoint-");
  }

  @Test
  void tellsPeopleOnceOfWhatItFinds() throws Exception {
    Path messages = directory.resolve("messages.jsonl");
    Files.writeString(
        directory.resolve("channels.yaml"),
        """
        maxAge: none
        channels:
          - {name: record, type: file, path: messages.jsonl}
        """);
    publish(sales(0, 11));
    Process stopped = run("first.txt", "--notify", directory.resolve("channels.yaml").toString());
    awaitLines(messages, 2);
    stopped.destroy();
    assertThat(stopped.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    publish(sales(11, 15));
    run("second.txt", "--notify", directory.resolve("channels.yaml").toString());

    // At 10:10, 11:38 and 14:41, each opened and resolved, the last only opened by 15:00.
    List<String> told = awaitLines(messages, 5);
    assertThat(told.get(0)).contains("\"state\":\"opened\"", "quantity of item-B is 1, usually");
    assertThat(told.get(1)).contains("\"state\":\"resolved\"");
    assertThat(told).doesNotHaveDuplicates();
    assertThat(told.stream().map(line -> line.replaceAll(".*\"alertId\":\"([0-9a-f]+)\".*", "$1")))
        .doesNotHaveDuplicates();
  }

  @Test
  void doesWhatRemediesRequestOnceOverAKill() throws Exception {
    Path launched = directory.resolve("launched.txt");
    Path launcher = directory.resolve("launcher");
    Files.writeString(launcher, "#!/bin/sh\necho \"$1 $2 $3\" >> " + launched + "\n");
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    Files.writeString(
        detectors,
        Files.readString(detectors).stripTrailing()
            + "\n    remedies:\n      - {name: halt, on: {score: true}, evidence: {findings: 1},"
            + " action: stop, target: product_name, executor: launcher, dryRun: false}\n");
    Path executors = directory.resolve("executors.yaml");
    Files.writeString(
        executors,
        "{maxAge: none, executors: {launcher: {type: command, command: ["
            + launcher
            + ", '{action}', '{target}', '{id}']}}}");
    publish(sales(0, 11));
    Process killed = run("first.txt", "--remedy", executors.toString());
    awaitLines(launched, 1);
    killed.destroyForcibly().waitFor();

    publish(sales(11, 15));
    run("second.txt", "--remedy", executors.toString());

    // At 10:10, 11:38 and 14:41.
    List<String> stopped = awaitLines(launched, 3);
    assertThat(stopped).hasSize(3).doesNotHaveDuplicates();
    assertThat(stopped).allMatch(line -> line.matches("stop item-[A-Z] [0-9a-f]{64}"));
  }

  private static List<String> sales(int fromHour, int toHour) {
    long midnight = AnyBooks.BUNDLED.start().toEpochMilli();
    return AnyBooks.BUNDLED
        .lines()
        .filter(
            sale ->
                AnyBooks.timeOf(sale) >= midnight + Duration.ofHours(fromHour).toMillis()
                    && AnyBooks.timeOf(sale) < midnight + Duration.ofHours(toHour).toMillis())
        .toList();
  }

  private static List<String> awaitLines(Path file, int count) throws IOException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (true) {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (lines.size() >= count) {
        return lines;
      }
      assertThat(Instant.now()).as("%s", lines).isBefore(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void namesTopicsThatAreMissing() throws Exception {
    Process run = start("missing.txt", "run", "--bootstrap-servers", broker.bootstrapServers());

    assertThat(run.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).isEqualTo(2);
    assertThat(directory.resolve("missing.txt"))
        .content()
        .contains(
            "no such topics", "sales", "anomaly-decisions", "anomaly-alerts", "--create-topics");
  }

  private Process run(String output, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--decisions-topic",
                DECISIONS,
                "--state-dir",
                directory.resolve("state").toString(),
                "--parallelism",
                "2",
                "--create-topics"));
    arguments.addAll(List.of(more));
    return start(output, arguments.toArray(String[]::new));
  }

  private Process start(String output, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                Anomaly.class.getName()));
    command.addAll(List.of(args));
    command.addAll(List.of("--detectors", detectors.toString()));
    command.addAll(List.of("--log-file", directory.resolve(output + ".log").toString()));
    File file = directory.resolve(output).toFile();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file).start();
    processes.add(process);
    return process;
  }

  /** The decisions of a replay, but for the last minute: no stream without end ever closes it. */
  private List<String> replayed(List<String> sales) throws Exception {
    Path input = Files.write(directory.resolve("sales.jsonl"), sales);
    Path output = directory.resolve("replayed.jsonl");
    Process replay =
        start("replay.txt", "replay", "--input", input.toString(), "--output", output.toString());
    assertThat(replay.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return Files.readAllLines(output).stream().filter(line -> !line.contains(PARTIAL)).toList();
  }

  private void publish(List<String> lines) throws Exception {
    try (Topics topics = new Topics(client())) {
      topics.create("sales", 1);
      topics.create(DECISIONS, 1);
    }
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(client(), new StringSerializer(), new StringSerializer())) {
      List<Future<RecordMetadata>> sent =
          lines.stream().map(line -> producer.send(new ProducerRecord<>("sales", line))).toList();
      for (Future<RecordMetadata> answer : sent) {
        answer.get();
      }
    }
  }

  /** All committed decisions, once there are so many. */
  private List<String> awaitDecisions(int atLeast) {
    List<String> decisions = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(DECISIONS, 0)));
      Instant deadline = Instant.now().plus(PATIENCE);
      while (decisions.size() < atLeast && Instant.now().isBefore(deadline)) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> decisions.add(record.value()));
      }
    }
    assertThat(decisions).hasSizeGreaterThanOrEqualTo(atLeast);
    return decisions;
  }

  private Properties client() {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", broker.bootstrapServers());
    return properties;
  }
}
