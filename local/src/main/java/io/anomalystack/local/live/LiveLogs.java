package io.anomalystack.local.live;

import io.anomalystack.dashboard.incidents.IncidentLog;
import io.anomalystack.dashboard.remedies.RemedyLog;
import io.anomalystack.job.config.JobSettings;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What the job says of incidents and remedies, copied from its topics to where the dashboard finds
 * it: beside the lake, a record a line. Not thread-safe.
 */
final class LiveLogs implements AutoCloseable {
  private final Map<String, Path> fileByTopic = new LinkedHashMap<>();
  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * Nothing is copied yet.
   *
   * @param settings of a job whose topics are there and have a single partition each
   * @param lake an existing folder
   */
  LiveLogs(JobSettings settings, Path lake) throws IOException {
    fileByTopic.put(settings.alertsTopic(), lake.resolve(IncidentLog.FILE));
    fileByTopic.put(settings.remediesTopic(), lake.resolve(RemedyLog.FILE));
    for (Path file : fileByTopic.values()) {
      // Empty: nothing is said yet, other than where nobody writes.
      Files.createFile(file);
    }
    Properties properties = new Properties();
    properties.putAll(settings.kafkaProperties());
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(
        fileByTopic.keySet().stream().map(topic -> new TopicPartition(topic, 0)).toList());
    consumer.seekToBeginning(consumer.assignment());
  }

  /** Copies what is there, and waits for nothing. */
  void copy() throws IOException {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ZERO)) {
      byte[] line = Arrays.copyOf(record.value(), record.value().length + 1);
      line[line.length - 1] = '\n';
      try (FileOutputStream file =
          new FileOutputStream(fileByTopic.get(record.topic()).toFile(), true)) {
        file.write(line);
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
