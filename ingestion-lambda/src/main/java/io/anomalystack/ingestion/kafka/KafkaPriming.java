package io.anomalystack.ingestion.kafka;

import io.anomalystack.ingestion.config.KafkaConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Loads Kafka's classes by making clients that go nowhere, and closing them. */
public final class KafkaPriming {
  /** Port 9 of this machine itself, where nobody listens. */
  private static final String NOWHERE = "127.0.0.1:9";

  private KafkaPriming() {}

  /** Leaves no thread, connection or identity behind. */
  public static void loadClasses(KafkaConfig config) {
    KafkaClients clients =
        new KafkaClients(
            new KafkaConfig(
                config.topic(),
                config.progressTopic(),
                config.transactionalId(),
                false,
                Map.of("bootstrap.servers", NOWHERE),
                Optional.empty()),
            null);
    new KafkaProducer<>(clients.producer(), new ByteArraySerializer(), new ByteArraySerializer())
        .close(Duration.ZERO);
    Admin.create(clients.admin()).close(Duration.ZERO);
    new KafkaConsumer<>(
            clients.consumer("read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())
        .close(Duration.ZERO);
  }
}
