package io.anomalystack.local.recovery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a consumer of committed records has seen of a topic, from its beginning. */
public final class CommittedTopic implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String topic;
  private final KafkaConsumer<String, String> consumer;
  private final List<String> values = new ArrayList<>();

  /** Begins at the topic's beginning. */
  public CommittedTopic(String brokers, String topic) {
    this.topic = topic;
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", brokers);
    properties.setProperty("isolation.level", "read_committed");
    consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (PartitionInfo partition : consumer.partitionsFor(topic)) {
      partitions.add(new TopicPartition(topic, partition.partition()));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads until what was seen is enough, or fails after two minutes. */
  public List<String> await(Predicate<List<String>> enough) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!enough.test(values)) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(
            "only %d records were committed to %s within %s"
                .formatted(values.size(), topic, PATIENCE));
      }
      for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(50))) {
        values.add(record.value());
      }
    }
    return List.copyOf(values);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
