package io.anomalystack.local.demo;

import io.anomalystack.local.failure.Reasons;
import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.model.RejectionReason;
import io.anomalystack.testdata.BadRecord;
import io.anomalystack.testdata.BadRecords;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What somebody else sends to the shop's topic by mistake: a record of each way to be bad. */
final class StrayRecords implements AutoCloseable {
  private final String topic;
  private final List<byte[]> records;
  private final KafkaProducer<byte[], byte[]> producer;
  private int published;

  /**
   * @param kafka {@code bootstrap.servers}
   * @param firstSale sent once more when it is long decided
   */
  StrayRecords(Properties kafka, String topic, String firstSale) {
    this.topic = topic;
    this.records = badRecords();
    records.add(firstSale.getBytes(StandardCharsets.UTF_8));
    this.producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
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

  int count() {
    return records.size();
  }

  /**
   * Publishes those that are due, evenly over the stream.
   *
   * @param share how much of the stream is past, 0 to 1
   */
  void publish(double share) throws RunFailedException, InterruptedException {
    while (published < records.size() && share * (records.size() + 1) >= published + 1) {
      try {
        producer.send(new ProducerRecord<>(topic, records.get(published))).get();
      } catch (KafkaException | ExecutionException e) {
        throw new RunFailedException("publishing to topic " + topic + ": " + Reasons.of(e), e);
      }
      published++;
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
