package io.anomalystack.local.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.embedded.EmbeddedBroker;
import io.anomalystack.local.broker.Topics;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.testdata.AnyBooks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that learns from what its topic held before it was first started. */
class TopicHistoryTest {
  private static final String DETECTORS =
      """
      detectors:
        - name: sales
          topic: sales
          timestamp: {field: timestamp}
          period: 1m
          measures: [{field: quantity}]
          history: {since: 1h}
      """;

  /** Of the topic's past hour; what is older is not read. */
  private static final int PAST_MINUTES = 50;

  private static final int LIVE_MINUTES = 5;

  @TempDir Path directory;

  @Test
  void learnsThePastOfItsTopicInSilenceAndOnlyOnce() throws Exception {
    Path detectors = Files.writeString(directory.resolve("detectors.yaml"), DETECTORS);
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      Properties kafka = new Properties();
      kafka.setProperty("bootstrap.servers", broker.bootstrapServers());
      try (Topics topics = new Topics(kafka)) {
        topics.create("sales", 1);
        topics.create("anomaly-decisions", 1);
        topics.create("anomaly-alerts", 1);
        topics.create("anomaly-rejected", 1);
      }
      Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
      publish(kafka, now, -180, -100);
      publish(kafka, now, -PAST_MINUTES, LIVE_MINUTES);
      try (CommittedTopic decided =
          new CommittedTopic(broker.bootstrapServers(), "anomaly-decisions")) {
        List<Decision> first;
        try (AnomalyProcess job = start(broker, detectors, "state")) {
          first = decisions(decided, 1);
          // The last minute stays open, and how many of the first are past is the clock's to say.
          Decision last = last(decided, now.plus(Duration.ofMinutes(LIVE_MINUTES - 1)));
          assertThat(last.processedDataPoints()).isEqualTo(PAST_MINUTES + LIVE_MINUTES);
        }
        assertThat(first.get(0).detectionPeriodEnd()).isGreaterThan(now.toEpochMilli());
        assertThat(first.get(0).processedDataPoints()).isGreaterThan(PAST_MINUTES);

        // From its state it goes on, and nothing of it is past any more.
        publish(kafka, now, LIVE_MINUTES + 1, LIVE_MINUTES + 1);
        try (AnomalyProcess job = start(broker, detectors, "state")) {
          Decision last = last(decided, now.plus(Duration.ofMinutes(LIVE_MINUTES)));
          assertThat(last.processedDataPoints()).isEqualTo(PAST_MINUTES + LIVE_MINUTES + 1);
          awaitCommittedOffset(kafka);
        }

        // Without its state it begins where the group has come to, and learns no past twice.
        publish(kafka, now, LIVE_MINUTES + 2, LIVE_MINUTES + 3);
        try (AnomalyProcess job = start(broker, detectors, "other-state")) {
          Decision last = last(decided, now.plus(Duration.ofMinutes(LIVE_MINUTES + 2)));
          assertThat(last.processedDataPoints()).isLessThan(LIVE_MINUTES);
        }
      }
    }
  }

  /** Kafka hears of the offsets a moment after the checkpoint that makes decisions visible. */
  private static void awaitCommittedOffset(Properties kafka) throws Exception {
    try (Admin admin = Admin.create(kafka)) {
      Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
      while (admin
          .listConsumerGroupOffsets("anomaly-detection")
          .partitionsToOffsetAndMetadata()
          .get()
          .isEmpty()) {
        assertThat(Instant.now()).isBefore(deadline);
      }
    }
  }

  private static List<Decision> decisions(CommittedTopic decided, int count) {
    return decided.await(seen -> seen.size() >= count).stream()
        .map(json -> DecisionJson.read(json.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  /** The decision on a minute, which must be the newest one. */
  private static Decision last(CommittedTopic decided, Instant minute) {
    String start =
        "\"detectionPeriodStartTime\":\"" + minute.toString().replace('T', ' ').replace("Z", "\"");
    List<String> seen =
        decided.await(all -> !all.isEmpty() && all.get(all.size() - 1).contains(start));
    return DecisionJson.read(seen.get(seen.size() - 1).getBytes(StandardCharsets.UTF_8));
  }

  /** One sale in each minute. */
  private static void publish(Properties kafka, Instant now, int from, int to) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(kafka, new StringSerializer(), new StringSerializer())) {
      for (int minute = from; minute <= to; minute++) {
        Instant time = now.plus(Duration.ofMinutes(minute));
        String sale = AnyBooks.sale(time, "item-A", 20 + Math.floorMod(minute, 3));
        var unused =
            producer.send(new ProducerRecord<>("sales", 0, time.toEpochMilli(), null, sale));
      }
    }
  }

  private AnomalyProcess start(EmbeddedBroker broker, Path detectors, String state)
      throws Exception {
    return AnomalyProcess.start(
        directory.resolve("job.log"),
        "run",
        "--bootstrap-servers",
        broker.bootstrapServers(),
        "--detectors",
        detectors.toString(),
        "--state-dir",
        directory.resolve(state).toString());
  }
}
