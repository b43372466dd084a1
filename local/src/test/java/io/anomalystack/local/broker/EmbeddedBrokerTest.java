package io.anomalystack.local.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.embedded.EmbeddedBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbeddedBrokerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void servesCommittedRecordsOnly() throws Exception {
    createTopic("committed");
    try (KafkaProducer<String, String> producer = transactionalProducer("one")) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("committed", "aborted")).get();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("committed", "committed")).get();
      producer.commitTransaction();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("committed", "open")).get();

      assertThat(read("committed", 1)).containsExactly("committed");
    }
  }

  @Test
  void namesTopicsThatAreMissing() throws Exception {
    createTopic("there");
    try (Topics topics = new Topics(client())) {
      assertThat(topics.missing(List.of("there", "absent"))).containsExactly("absent");
    }
  }

  @Test
  void leavesAnExistingTopicAsItIs() throws Exception {
    createTopic("twice");
    createTopic("twice");
    try (Topics topics = new Topics(client())) {
      assertThat(topics.missing(List.of("twice"))).isEmpty();
    }
  }

  private static void createTopic(String topic) throws Exception {
    try (Topics topics = new Topics(client())) {
      topics.create(topic, 1);
    }
  }

  private static Properties client() {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", broker.bootstrapServers());
    return properties;
  }

  private static KafkaProducer<String, String> transactionalProducer(String id) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", id),
        new StringSerializer(),
        new StringSerializer());
  }

  private static List<String> read(String topic, int atLeast) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      Instant deadline = Instant.now().plus(PATIENCE);
      while (values.size() < atLeast && Instant.now().isBefore(deadline)) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }
}
