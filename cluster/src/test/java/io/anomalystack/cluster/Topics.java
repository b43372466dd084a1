package io.anomalystack.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topics of a broker: written to, and read as a consumer of committed records does. */
final class Topics implements AutoCloseable {
  private final Properties brokers = new Properties();
  private final KafkaProducer<String, String> producer;

  /** Kafka's timestamp of every record: the same in all runs. */
  private final long published = System.currentTimeMillis();

  Topics(String bootstrapServers) {
    brokers.setProperty("bootstrap.servers", bootstrapServers);
    producer = new KafkaProducer<>(brokers, new StringSerializer(), new StringSerializer());
  }

  void create(String topic, int partitions) throws Exception {
    try (Admin admin = Admin.create(brokers)) {
      admin
          .createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
          .all()
          .get();
    }
  }

  /** Writes lines to the partitions in turn; {@code from} is the number of the first. */
  void publish(String topic, int partitions, List<String> lines, int from) {
    for (int i = 0; i < lines.size(); i++) {
      var unused =
          producer.send(
              new ProducerRecord<>(topic, (from + i) % partitions, published, null, lines.get(i)));
    }
    producer.flush();
  }

  /** Begins to read a topic of one partition. */
  Committed read(String topic) {
    return new Committed(topic);
  }

  @Override
  public void close() {
    producer.close();
  }

  /** What a consumer of committed records has seen of a topic, from its beginning. */
  final class Committed implements AutoCloseable {
    private final TopicPartition partition;
    private final KafkaConsumer<String, String> consumer;
    private final List<String> values = new ArrayList<>();

    private Committed(String topic) {
      partition = new TopicPartition(topic, 0);
      Properties properties = new Properties();
      properties.putAll(brokers);
      properties.setProperty("isolation.level", "read_committed");
      // All that is there at once.
      properties.setProperty("max.poll.records", "100000");
      properties.setProperty("max.partition.fetch.bytes", "33554432");
      consumer =
          new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
    }

    /** Reads until what was seen is enough. */
    List<String> await(String missing, Predicate<List<String>> enough) throws Exception {
      Patience.until(
          missing,
          () -> {
            poll();
            return enough.test(values);
          });
      return List.copyOf(values);
    }

    /** All that was seen up to now. */
    List<String> seen() {
      poll();
      return Collections.unmodifiableList(values);
    }

    /** Reads to the last record that is committed now. */
    List<String> all() throws Exception {
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      // A transaction's end takes an offset, too: the position passes it, the records do not tell.
      Patience.until(
          partition + " is read to offset " + end,
          () -> {
            poll();
            return consumer.position(partition) >= end;
          });
      return List.copyOf(values);
    }

    private void poll() {
      for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(50))) {
        values.add(record.value());
      }
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}
