package io.anomalystack.local.remedy;

import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyRecordJson;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the audit topic as it is now. */
public final class AuditReader {
  private static final Logger LOG = LoggerFactory.getLogger(AuditReader.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private AuditReader() {}

  /**
   * What was said last of each remedy, by its id; in the order in which they were first told of.
   *
   * @param kafka {@code bootstrap.servers}, and whatever else a client needs
   */
  public static Map<String, RemedyRecord> newest(Properties kafka, String topic) {
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    Map<String, RemedyRecord> newest = new LinkedHashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
      while (end.entrySet().stream()
          .anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          add(record, newest);
        }
      }
    }
    return newest;
  }

  private static void add(ConsumerRecord<byte[], byte[]> record, Map<String, RemedyRecord> newest) {
    try {
      RemedyRecord remedy =
          RemedyRecordJson.read(record.value() == null ? new byte[0] : record.value());
      newest.put(remedy.remedyId(), remedy);
    } catch (IllegalArgumentException e) {
      LOG.warn("offset {} is no record of a remedy: {}", record.offset(), e.getMessage());
    }
  }
}
