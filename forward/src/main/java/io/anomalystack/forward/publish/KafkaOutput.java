package io.anomalystack.forward.publish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records to a Kafka topic, acknowledged by all replicas, none twice for a retry of its own. */
public final class KafkaOutput implements RecordOutput {
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final String topic;
  private final String brokers;
  private final KafkaProducer<byte[], byte[]> producer;
  private volatile Exception failure;

  /**
   * Connects when first used.
   *
   * @param kafka {@code bootstrap.servers}, and whatever else a client needs
   */
  public KafkaOutput(Properties kafka, String topic) {
    Properties properties = new Properties();
    properties.put(ProducerConfig.LINGER_MS_CONFIG, "20");
    properties.putAll(kafka);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    this.topic = topic;
    this.brokers = properties.getProperty(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG);
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void send(String key, byte[] record) throws IOException {
    byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    try {
      // What becomes of it the callback hears, and flush waits for.
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(topic, keyBytes, record),
              (metadata, problem) -> failure = problem == null ? failure : problem);
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      throw refused(e);
    }
  }

  @Override
  public void flush() throws IOException {
    producer.flush();
    if (failure != null) {
      throw refused(failure);
    }
  }

  private IOException refused(Exception problem) {
    return new IOException(
        "Kafka at %s did not take records for topic '%s': %s"
            .formatted(brokers, topic, problem.getMessage()));
  }

  @Override
  public void close() {
    producer.close(CLOSING);
  }
}
