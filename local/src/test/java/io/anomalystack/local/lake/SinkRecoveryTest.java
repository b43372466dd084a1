package io.anomalystack.local.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.embedded.EmbeddedBroker;
import io.anomalystack.lake.LakeLayout;
import io.anomalystack.local.broker.Topics;
import io.anomalystack.local.recovery.CommittedTopic;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.TimeSeriesId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sink in a process of its own, from a real broker to a directory and to a real S3 server: it
 * throws once, and is killed again and again while decisions keep coming.
 */
class SinkRecoveryTest {
  private static final int DECISIONS = 4_000;
  private static final int SERIES = 40;
  private static final int UNREADABLE_AT = 400;
  private static final int AT_A_TIME = 40;

  /** How many more are published than must be visible: some are on their way at every kill. */
  private static final int AHEAD = 400;

  private static final long START = Instant.parse("2024-08-29T00:00:00Z").toEpochMilli();
  private static final long HOUR = 3_600_000;

  /** How many rows are visible when the process is killed; the last time it may finish. */
  private static final int[] LIVES = {600, 1_500, 2_600, DECISIONS};

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
  void directoryHoldsEveryDecisionOnce() throws Exception {
    Path lake = directory.resolve("lake");
    assertEveryDecisionOnce("local", lake.toString(), VisibleLake.in(lake), List.of());
  }

  @Test
  void bucketHoldsEveryDecisionOnce() throws Exception {
    try (S3Server server = S3Server.start(directory)) {
      assertEveryDecisionOnce(
          "bucket",
          "s3://" + S3Server.BUCKET,
          VisibleLake.in(server, directory.resolve("object.parquet")),
          server.settings());
    }
  }

  private void assertEveryDecisionOnce(
      String name, String uri, VisibleLake lake, List<String> fileSystem) throws Exception {
    String topic = name + "-decisions";
    String rejected = name + "-rejected";
    createTopics(topic, rejected);
    Path fault = Files.createFile(directory.resolve("fault"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-cp",
                System.getProperty("java.class.path"),
                SinkProcess.class.getName(),
                broker.bootstrapServers(),
                topic,
                rejected,
                uri,
                directory.resolve("state").toString(),
                fault.toString()));
    arguments.addAll(fileSystem);

    abort(topic);
    int published = 0;
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      for (int enough : LIVES) {
        int until = Math.min(enough + AHEAD, DECISIONS);
        try (JavaProcess sink = start(arguments)) {
          for (int rows = lake.rows(); rows < enough; rows = lake.rows()) {
            for (int i = 0; i < AT_A_TIME && published < until; i++) {
              publish(producer, topic, published++);
            }
            String missing = "%,d of %,d rows are visible".formatted(rows, enough);
            sink.letRun(() -> missing);
          }
          if (enough == DECISIONS) {
            assertOneDeadLetter(topic, rejected);
          }
        }
      }
    }

    assertThat(fault).doesNotExist();
    assertThat(lake.files().keySet())
        .allMatch(file -> file.matches("decisions/date=[0-9-]{10}/part-.*-[0-9]+\\.parquet"));
    lake.files()
        .forEach(
            (file, rows) ->
                assertThat(rows)
                    .allMatch(
                        row ->
                            file.startsWith(
                                LakeLayout.TABLE + "/" + LakeLayout.partition(row) + "/")));
    assertThat(lake.files().values().stream().flatMap(List::stream))
        .extracting(Decision::decisionId)
        .hasSize(DECISIONS)
        .doesNotHaveDuplicates();
  }

  private static void assertOneDeadLetter(String topic, String rejected) {
    try (CommittedTopic deadLetters = new CommittedTopic(broker.bootstrapServers(), rejected)) {
      assertThat(deadLetters.await(seen -> !seen.isEmpty()))
          .singleElement()
          .asString()
          .contains("\"topic\":\"" + topic + "\"", "\"reason\":\"MALFORMED_JSON\"");
    }
  }

  private JavaProcess start(List<String> arguments) throws Exception {
    return JavaProcess.start(
        directory.resolve("sink.log"),
        Map.of("FLINK_PLUGINS_DIR", Path.of("target", "plugins").toAbsolutePath().toString()),
        arguments);
  }

  private static void createTopics(String decisions, String rejected) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", broker.bootstrapServers());
    try (Topics topics = new Topics(properties)) {
      topics.create(decisions, 2);
      topics.create(rejected, 1);
    }
  }

  /** Decisions that the detection job took back. */
  private static void abort(String topic) {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", topic))) {
      producer.initTransactions();
      producer.beginTransaction();
      for (int i = 0; i < SERIES; i++) {
        publish(producer, topic, DECISIONS + i);
      }
      producer.flush();
      producer.abortTransaction();
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, String> more) {
    Properties properties = new Properties();
    properties.putAll(more);
    properties.setProperty("bootstrap.servers", broker.bootstrapServers());
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void publish(KafkaProducer<byte[], byte[]> producer, String topic, int index) {
    if (index == UNREADABLE_AT) {
      send(producer, topic, index, "{".getBytes(UTF_8));
    }
    send(producer, topic, index, DecisionJson.write(decision(index)));
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, String topic, int index, byte[] value) {
    var unused = producer.send(new ProducerRecord<>(topic, index % 2, null, value));
  }

  /** Hour by hour; every hundredth comes a day late. */
  private static Decision decision(int index) {
    List<Dimension> dimensions = List.of(new Dimension("item", "item-" + index % SERIES));
    String series = TimeSeriesId.of("sales", "quantity", dimensions);
    long start = START + (index / SERIES - (index % 100 == 0 ? 24 : 0)) * HOUR;
    // Unlike others of the series and hour, if it is late.
    long sequence = index;
    return new Decision(
        "sales",
        "quantity",
        series,
        70,
        dimensions,
        index,
        0,
        start,
        start + HOUR,
        index,
        50,
        0,
        ModelStage.INFERENCE,
        0,
        TimeSeriesId.decisionId(series, start, sequence),
        false,
        false,
        null,
        null,
        null,
        0,
        start,
        sequence);
  }
}
