package io.anomalystack.local.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.embedded.EmbeddedBroker;
import io.anomalystack.local.broker.Topics;
import io.anomalystack.local.cli.Cli;
import io.anomalystack.model.AlertJson;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.testdata.AnyBooks;
import io.anomalystack.testdata.BoundedShuffle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job in a process of its own, killed at random points and started again, beside one that runs
 * undisturbed: real broker, RocksDB, exactly-once.
 */
class KillAndRestoreTest {
  private static final int KILLS = 3;
  private static final Duration LENGTH = Duration.ofHours(10);

  /** Kafka's timestamp of every record, which dead letters repeat: the same in all runs. */
  private static final long PUBLISHED = System.currentTimeMillis();

  private static final String DETECTORS =
      """
      detectors:
        - name: books
          topic: %s
          timestamp: {field: timestamp}
          period: 1m
          dimensions: [product_name]
          measures: [{field: quantity, aggregation: count}]
          anomalyThreshold: 10
          allowedLateness: %s
          missing: zero
          incidents: {resolveAfter: 2m, escalate: [{to: critical, series: 2}]}
      """;

  private static EmbeddedBroker broker;

  @TempDir Path directory;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void decidesTheSameFromTwoPartitionsOutOfOrder() throws Exception {
    List<String> lines = books();
    List<String> shuffled =
        BoundedShuffle.shuffle(lines, AnyBooks::timeOf, Duration.ofSeconds(30).toMillis(), 7);

    Outcome undisturbed = run("calm-shuffled", shuffled, 2, "30s", 0);
    Outcome killed = run("killed-shuffled", shuffled, 2, "30s", KILLS);

    assertThat(killed.decisions).isEqualTo(undisturbed.decisions);
    assertThat(killed.rejected).isEqualTo(undisturbed.rejected).isEmpty();
    assertThat(killed.alerts).isEqualTo(undisturbed.alerts).hasSizeGreaterThan(10);
  }

  @Test
  void rejectsTheSameLateRecordsAroundARestore() throws Exception {
    // Half of them arrive up to two minutes late, and none of that is allowed for.
    List<String> late =
        BoundedShuffle.shuffle(books(), AnyBooks::timeOf, Duration.ofMinutes(2).toMillis(), 8);

    Outcome undisturbed = run("calm-late", late, 1, "0s", 0);
    Outcome killed = run("killed-late", late, 1, "0s", KILLS);

    assertThat(undisturbed.rejected).hasSizeGreaterThan(1_000);
    assertThat(killed.rejected).containsExactlyInAnyOrderElementsOf(undisturbed.rejected);
    assertThat(killed.decisions).isEqualTo(undisturbed.decisions);
    assertThat(killed.alerts).isEqualTo(undisturbed.alerts).hasSizeGreaterThan(10);
  }

  private static List<String> books() {
    return AnyBooks.BUNDLED.withLength(LENGTH).scenario().lines();
  }

  /**
   * What was committed: decisions in order of series and period, alerts as they came, late records
   * by place.
   */
  private record Outcome(List<String> decisions, List<String> alerts, List<String> rejected) {}

  private Outcome run(String name, List<String> lines, int partitions, String lateness, int kills)
      throws Exception {
    String input = name;
    String decided = name + "-decisions";
    String alerts = name + "-alerts";
    String rejected = name + "-rejected";
    createTopics(input, partitions, decided, alerts, rejected);
    Path detectors = directory.resolve(name + ".yaml");
    // One topic's name is part of no id, so both runs can be held against each other.
    Files.writeString(detectors, DETECTORS.formatted(input, lateness));
    SplittableRandom random = new SplittableRandom(name.hashCode());
    List<Decision> decisions;
    List<String> told;
    List<String> deadLetters;
    List<String> closing = closing(lateness, partitions);
    int alertsOfAReplay = replayed(name, detectors, lines, closing);
    try (CommittedTopic decisionsTopic = new CommittedTopic(broker.bootstrapServers(), decided);
        CommittedTopic alertsTopic = new CommittedTopic(broker.bootstrapServers(), alerts);
        CommittedTopic rejectedTopic = new CommittedTopic(broker.bootstrapServers(), rejected)) {
      for (int life = 0; life < kills; life++) {
        int from = lines.size() * life / (kills + 1);
        int until = lines.size() * (life + 1) / (kills + 1);
        publish(input, partitions, lines.subList(from, until), from);
        // Somewhere while this slice is decided: both products, some 600 minutes in all.
        int enough = 1_200 * (10 * life + random.nextInt(1, 9)) / (10 * (kills + 1));
        try (AnomalyProcess job = start(name, detectors)) {
          decisionsTopic.await(seen -> seen.size() >= enough);
        }
      }
      int from = lines.size() * kills / (kills + 1);
      publish(input, partitions, lines.subList(from, lines.size()), from);
      publish(input, partitions, closing, 0);
      try (AnomalyProcess job = start(name, detectors)) {
        decisions =
            decisionsTopic.await(KillAndRestoreTest::bothDecidedToTheEnd).stream()
                .map(json -> DecisionJson.read(json.getBytes(StandardCharsets.UTF_8)))
                .toList();
        // Records read are counted or rejected, each once.
        long counted =
            (long) decisions.stream().mapToDouble(Decision::aggregatedMeasureValue).sum();
        deadLetters = rejectedTopic.await(seen -> seen.size() >= lines.size() - counted);
        assertThat(deadLetters).hasSize((int) (lines.size() - counted));
        told = alertsTopic.await(seen -> seen.size() >= alertsOfAReplay);
      }
    }
    assertInOrderAndOnce(decisions);
    return new Outcome(
        decisions.stream()
            .map(d -> new String(DecisionJson.write(d), StandardCharsets.UTF_8))
            .sorted()
            .toList(),
        told,
        deadLetters.stream().map(letter -> letter.replace(input, "input")).sorted().toList());
  }

  /** How many alerts a replay of the same records comes to, but for those of open minutes. */
  private int replayed(String name, Path detectors, List<String> lines, List<String> closing)
      throws Exception {
    Path input = directory.resolve(name + ".jsonl");
    Path alerts = directory.resolve(name + "-alerts.jsonl");
    Files.write(input, lines);
    Files.write(input, closing, StandardOpenOption.APPEND);
    Cli replay =
        Cli.run(
            "replay",
            "--detectors",
            detectors.toString(),
            "--input",
            input.toString(),
            "--alerts",
            alerts.toString());
    assertThat(replay.status()).isZero();
    return (int)
        Files.readAllLines(alerts).stream()
            .map(json -> AlertJson.read(json.getBytes(StandardCharsets.UTF_8)))
            .filter(alert -> alert.time() <= AnyBooks.BUNDLED.start().plus(LENGTH).toEpochMilli())
            .count();
  }

  /** Records that close all minutes of the stream, in each partition; they themselves stay open. */
  private static List<String> closing(String lateness, int partitions) {
    long late = Long.parseLong(lateness.replace("s", ""));
    String record =
        AnyBooks.sale(AnyBooks.BUNDLED.start().plus(LENGTH).plusSeconds(late), "item-A", 1);
    return Collections.nCopies(2 * partitions, record);
  }

  private static boolean bothDecidedToTheEnd(List<String> decisions) {
    String end = "\"detectionPeriodEndTime\":\"2024-08-29 10:00:00\"";
    return decisions.stream().filter(decision -> decision.contains(end)).count() == 2;
  }

  private static void assertInOrderAndOnce(List<Decision> decisions) {
    decisions.stream()
        .collect(Collectors.groupingBy(Decision::timeseriesId))
        .values()
        .forEach(
            series ->
                assertThat(series)
                    .extracting(Decision::detectionPeriodStart)
                    .isSorted()
                    .doesNotHaveDuplicates());
  }

  private void createTopics(String input, int partitions, String... outputs) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", broker.bootstrapServers());
    try (Topics topics = new Topics(properties)) {
      topics.create(input, partitions);
      for (String output : outputs) {
        topics.create(output, 1);
      }
    }
  }

  private static void publish(String topic, int partitions, List<String> lines, int from) {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", broker.bootstrapServers());
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < lines.size(); i++) {
        var unused =
            producer.send(
                new ProducerRecord<>(
                    topic, (from + i) % partitions, PUBLISHED, null, lines.get(i)));
      }
    }
  }

  private AnomalyProcess start(String name, Path detectors) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(List.of("--bootstrap-servers", broker.bootstrapServers()));
    arguments.addAll(List.of("--detectors", detectors.toString()));
    arguments.addAll(List.of("--group-id", name));
    arguments.addAll(List.of("--decisions-topic", name + "-decisions"));
    arguments.addAll(List.of("--alerts-topic", name + "-alerts"));
    arguments.addAll(List.of("--rejected-topic", name + "-rejected"));
    arguments.addAll(List.of("--state-dir", directory.resolve(name + "-state").toString()));
    arguments.addAll(List.of("--parallelism", "2"));
    return AnomalyProcess.start(directory.resolve(name + ".log"), arguments.toArray(String[]::new));
  }
}
