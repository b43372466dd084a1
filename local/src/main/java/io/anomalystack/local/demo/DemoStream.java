package io.anomalystack.local.demo;

import io.anomalystack.local.failure.Reasons;
import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.model.RejectionReason;
import io.anomalystack.testdata.BadRecord;
import io.anomalystack.testdata.BadRecords;
import io.anomalystack.testdata.BundledFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What the demo publishes: two days of sales, and among them a record of each way to be bad. */
final class DemoStream {
  private DemoStream() {}

  /** The records in the order in which they are published. */
  static List<byte[]> records() throws IOException {
    List<byte[]> sales =
        BundledFiles.read(BundledFiles.ANYBOOKS_STREAM)
            .lines()
            .map(line -> line.getBytes(StandardCharsets.UTF_8))
            .toList();
    List<byte[]> bad = badRecords();
    // The first sale once more, when it is long decided.
    bad.add(sales.get(0));
    List<byte[]> records = new ArrayList<>(sales);
    for (int i = 0; i < bad.size(); i++) {
      records.add((i + 1) * sales.size() / (bad.size() + 1), bad.get(i));
    }
    return records;
  }

  private static List<byte[]> badRecords() {
    Map<RejectionReason, byte[]> oneEach = new EnumMap<>(RejectionReason.class);
    for (BadRecord record : BadRecords.all()) {
      oneEach.putIfAbsent(record.reason(), record.bytes());
    }
    // Kafka's own limit is lower.
    oneEach.remove(RejectionReason.TOO_LARGE);
    return new ArrayList<>(oneEach.values());
  }

  /**
   * Publishes the records, to the partitions in turn; all are there when this returns.
   *
   * @param kafka {@code bootstrap.servers}
   */
  static void publish(List<byte[]> records, Properties kafka, String topic, int partitions)
      throws RunFailedException, InterruptedException {
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.setProperty(ProducerConfig.LINGER_MS_CONFIG, "20");
    properties.setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = 0; i < records.size(); i++) {
        sent.add(producer.send(new ProducerRecord<>(topic, i % partitions, null, records.get(i))));
      }
      producer.flush();
      for (Future<RecordMetadata> answer : sent) {
        answer.get();
      }
    } catch (KafkaException | ExecutionException e) {
      throw new RunFailedException("publishing to topic " + topic + ": " + Reasons.of(e), e);
    }
  }
}
