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
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A live topic on which nothing comes any more: the one test that has to wait for the clock. */
class SilentTopicTest {
  private static final String DETECTORS =
      """
      detectors:
        - name: heartbeat
          topic: beats
          timestamp: {field: timestamp}
          period: 1s
          measures: [{field: quantity}]
          missing: zero
          idleTimeout: 1s
      """;

  @TempDir Path directory;

  @Test
  void decidesTheSilenceOfAWholeTopic() throws Exception {
    Path detectors = Files.writeString(directory.resolve("detectors.yaml"), DETECTORS);
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      Properties kafka = new Properties();
      kafka.setProperty("bootstrap.servers", broker.bootstrapServers());
      try (Topics topics = new Topics(kafka)) {
        topics.create("beats", 2);
        topics.create("anomaly-decisions", 1);
        topics.create("anomaly-alerts", 1);
        topics.create("anomaly-rejected", 1);
      }
      Instant now = Instant.now();
      try (KafkaProducer<String, String> producer =
          new KafkaProducer<>(kafka, new StringSerializer(), new StringSerializer())) {
        for (int partition = 0; partition < 2; partition++) {
          for (int second = 0; second < 3; second++) {
            String beat = AnyBooks.sale(now.plusSeconds(second - 10), "heart", 1);
            var unused = producer.send(new ProducerRecord<>("beats", partition, null, beat));
          }
        }
      }
      try (AnomalyProcess job = start(broker, detectors);
          CommittedTopic decided =
              new CommittedTopic(broker.bootstrapServers(), "anomaly-decisions")) {
        // Three seconds with a beat in both partitions, and then the silence, second by second.
        List<Decision> decisions =
            decided.await(seen -> seen.size() >= 6).stream()
                .map(json -> DecisionJson.read(json.getBytes(StandardCharsets.UTF_8)))
                .toList();
        assertThat(decisions.subList(0, 6))
            .extracting(Decision::aggregatedMeasureValue)
            .containsExactly(2.0, 2.0, 2.0, 0.0, 0.0, 0.0);
        assertThat(decisions.subList(0, 6))
            .extracting(Decision::filled)
            .containsExactly(false, false, false, true, true, true);
      }
    }
  }

  private AnomalyProcess start(EmbeddedBroker broker, Path detectors) throws Exception {
    return AnomalyProcess.start(
        directory.resolve("job.log"),
        "run",
        "--bootstrap-servers",
        broker.bootstrapServers(),
        "--detectors",
        detectors.toString(),
        "--state-dir",
        directory.resolve("state").toString(),
        "--parallelism",
        "2");
  }
}
