package io.anomalystack.forward;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anomalystack.embedded.EmbeddedBroker;
import io.anomalystack.forward.follow.Follower;
import io.anomalystack.forward.parse.LogFormat;
import io.anomalystack.forward.publish.KafkaOutput;
import io.anomalystack.forward.publish.RecordOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ForwardToKafkaTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2024-11-22T12:00:00Z"), ZoneOffset.UTC);

  private static EmbeddedBroker broker;
  private static int topics;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws IOException {
    broker = EmbeddedBroker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"MEGATRON", "TORCHTITAN"})
  void publishesEachStepOfALogThatGrowsAndRotates(LogFormat format) throws Exception {
    String topic = topic();
    Path log = directory.resolve("run.log");
    ForwardCounts counts = new ForwardCounts();
    try (Follower follower = new Follower(log, null, notice -> {});
        RecordOutput output = output(topic);
        KafkaConsumer<String, String> consumer = consumer(topic)) {
      Forwarder forwarder = forwarder(format, follower, output, null, counts);
      assertThat(forwarder.step()).isFalse();
      append(log, "> loading the checkpoint\n" + line(format, 1));
      forwarder.step();
      assertThat(steps(consumer, 1)).containsExactly(1L);
      String second = line(format, 2);
      append(log, second.substring(0, 30));
      forwarder.step();
      append(log, second.substring(30) + line(format, 3));
      forwarder.step();
      assertThat(steps(consumer, 2)).containsExactly(2L, 3L);
      append(log, line(format, 4));
      Files.move(log, directory.resolve("run.log.1"));
      append(log, line(format, 5));
      drain(forwarder);
      assertThat(steps(consumer, 2)).containsExactly(4L, 5L);
    }
    assertThat(counts.sent()).isEqualTo(5);
    assertThat(counts.others()).isEqualTo(1);
    assertThat(counts.unreadable()).isZero();
  }

  /**
   * Kills after every step that a random choice allows: behind the broker's word, before the note.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void losesNothingHoweverOftenItIsKilled(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    String topic = topic();
    Path log = directory.resolve("run.log");
    Path position = directory.resolve("position.json");
    int steps = 60;
    int written = 0;
    while (written < steps) {
      for (int more = random.nextInt(4); more > 0 && written < steps; more--) {
        append(log, line(LogFormat.MEGATRON, ++written));
      }
      byte[] before = Files.exists(position) ? Files.readAllBytes(position) : null;
      run(log, topic, position);
      if (before != null && random.nextBoolean()) {
        Files.write(position, before);
      }
      if (random.nextInt(10) == 0 && Files.exists(log)) {
        Files.move(log, directory.resolve("run.log." + written));
      }
    }
    run(log, topic, position);
    try (KafkaConsumer<String, String> consumer = consumer(topic)) {
      assertThat(steps(consumer, steps).stream().distinct().sorted())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, steps).boxed().toList());
    }
  }

  @Test
  void givesRecordsTheRunAsKeyAndTheTimeOfReading() throws Exception {
    String topic = topic();
    Path log = directory.resolve("run.log");
    append(log, line(LogFormat.TORCHTITAN, 1) + "{\"step\":1\n");
    try (Follower follower = new Follower(log, null, notice -> {});
        RecordOutput output = output(topic);
        KafkaConsumer<String, String> consumer = consumer(topic)) {
      drain(forwarder(LogFormat.AUTO, follower, output, null, new ForwardCounts()));
      ConsumerRecord<String, String> record = records(consumer, 1).get(0);
      assertThat(record.key()).isEqualTo("llm-7b");
      JsonNode fields = MAPPER.readTree(record.value());
      assertThat(fields.path("timestamp").textValue()).isEqualTo("2024-11-22T12:00:00Z");
      assertThat(fields.path("run").textValue()).isEqualTo("llm-7b");
    }
  }

  @Test
  void doesNotNoteWhatTheBrokerHasRefused() throws Exception {
    String topic = topic(Map.of("max.message.bytes", "1000"));
    Path log = directory.resolve("run.log");
    Path position = directory.resolve("position.json");
    append(log, "{\"loss\":1,\"note\":\"" + "x".repeat(2000) + "\"}\n");

    assertThatThrownBy(() -> run(log, topic, position))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("did not take records for topic '" + topic + "'");

    assertThat(position).doesNotExist();
  }

  private static void run(Path log, String topic, Path position) throws IOException {
    ProgressFile file = new ProgressFile(position);
    Progress progress = file.read().orElse(null);
    try (Follower follower =
            new Follower(log, progress == null ? null : progress.position(), notice -> {});
        RecordOutput output = output(topic)) {
      drain(forwarder(LogFormat.AUTO, follower, output, file, new ForwardCounts()));
    }
  }

  private static Forwarder forwarder(
      LogFormat format,
      Follower follower,
      RecordOutput output,
      ProgressFile file,
      ForwardCounts counts) {
    return new Forwarder(
        follower,
        format.parser("run.log", ZoneId.of("UTC")),
        new RecordMaker(Map.of("run", "llm-7b"), Map.of(), null, NOON),
        output,
        file,
        counts,
        problem -> {});
  }

  private static void drain(Forwarder forwarder) throws IOException {
    while (forwarder.step()) {
      // Until all is read.
    }
  }

  private static String line(LogFormat format, long step) {
    return format == LogFormat.TORCHTITAN
        ? "\u001B[31mstep: %2d  \u001B[32mloss:  8.01234  \u001B[34mtps: 1,240\u001B[39m%n"
            .formatted(step)
        : " iteration %8d/ 1000 | elapsed time per iteration (ms): 145.6 | lm loss: 1.2E+01 |%n"
            .formatted(step);
  }

  private static void append(Path log, String text) throws IOException {
    Files.writeString(log, text, CREATE, APPEND);
  }

  private static String topic() throws Exception {
    return topic(Map.of());
  }

  private static String topic(Map<String, String> settings) throws Exception {
    String topic = "training-" + topics++;
    try (Admin admin = Admin.create(kafka())) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(settings))).all().get();
    }
    return topic;
  }

  private static Properties kafka() {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", broker.bootstrapServers());
    return properties;
  }

  private static RecordOutput output(String topic) {
    return new KafkaOutput(kafka(), topic);
  }

  private static KafkaConsumer<String, String> consumer(String topic) {
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(kafka(), new StringDeserializer(), new StringDeserializer());
    consumer.assign(List.of(new TopicPartition(topic, 0)));
    consumer.seekToBeginning(consumer.assignment());
    return consumer;
  }

  private static List<Long> steps(KafkaConsumer<String, String> consumer, int atLeast)
      throws IOException {
    List<Long> steps = new ArrayList<>();
    for (ConsumerRecord<String, String> record : records(consumer, atLeast)) {
      steps.add(MAPPER.readTree(record.value()).path("step").longValue());
    }
    return steps;
  }

  /** All that are there, waiting until there are so many; a test that waits too long has failed. */
  private static List<ConsumerRecord<String, String>> records(
      KafkaConsumer<String, String> consumer, int atLeast) {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    TopicPartition partition = consumer.assignment().iterator().next();
    long end = consumer.endOffsets(List.of(partition)).get(partition);
    while (records.size() < atLeast || consumer.position(partition) < end) {
      consumer.poll(Duration.ofMillis(100)).forEach(records::add);
    }
    return records;
  }
}
