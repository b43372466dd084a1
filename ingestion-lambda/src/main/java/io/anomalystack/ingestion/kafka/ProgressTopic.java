package io.anomalystack.ingestion.kafka;

import io.anomalystack.ingestion.IngestionException;
import io.anomalystack.ingestion.Progress;
import io.anomalystack.ingestion.ProgressJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The last progress that was committed to a topic of one partition. */
final class ProgressTopic {
  static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** Short: a poll that meets nothing but the end of a transaction waits for more all the same. */
  private static final Duration POLL = Duration.ofMillis(10);

  /** Aborted transactions may fill so many offsets before there is need to look further back. */
  private static final long FIRST_LOOK_BACK = 64;

  private static final long FURTHER = 16;

  private final TopicPartition partition;
  private final String key;
  private final KafkaClients clients;
  private final Duration timeout;

  ProgressTopic(String topic, String key, KafkaClients clients, Duration timeout) {
    this.partition = new TopicPartition(topic, 0);
    this.key = key;
    this.clients = clients;
    this.timeout = timeout;
  }

  /**
   * Reads to the end of the log, not to the last stable offset: an open transaction before the end
   * would hide what was committed behind it.
   */
  Optional<Progress> read() {
    long end = endOfLog();
    try (KafkaConsumer<String, byte[]> consumer = consumer("read_committed")) {
      consumer.assign(List.of(partition));
      long begin = consumer.beginningOffsets(List.of(partition)).get(partition);
      long lookBack = FIRST_LOOK_BACK;
      while (true) {
        long from = Math.max(begin, end - lookBack);
        Optional<Progress> last = last(consumer, from, end);
        if (last.isPresent() || from == begin) {
          return last;
        }
        lookBack *= FURTHER;
      }
    }
  }

  private long endOfLog() {
    try (KafkaConsumer<String, byte[]> consumer = consumer("read_uncommitted")) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(partition));
      return ends.get(partition);
    }
  }

  private Optional<Progress> last(KafkaConsumer<String, byte[]> consumer, long from, long end) {
    consumer.seek(partition, from);
    long deadline = System.nanoTime() + timeout.toNanos();
    byte[] last = null;
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        if (key.equals(record.key())) {
          last = record.value();
        }
      }
      if (System.nanoTime() > deadline) {
        throw new IngestionException(
            "the progress in topic %s cannot be read to its end (offset %d of %d after %d s): a transaction of somebody else is open in it, or the broker does not answer; nobody else should write to this topic"
                .formatted(
                    partition.topic(), consumer.position(partition), end, timeout.toSeconds()));
      }
    }
    return Optional.ofNullable(last).map(ProgressJson::read);
  }

  private KafkaConsumer<String, byte[]> consumer(String isolation) {
    return new KafkaConsumer<>(
        clients.consumer(isolation), new StringDeserializer(), new ByteArrayDeserializer());
  }
}
