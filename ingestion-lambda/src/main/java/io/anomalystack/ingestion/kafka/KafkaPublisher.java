package io.anomalystack.ingestion.kafka;

import io.anomalystack.ingestion.IngestionException;
import io.anomalystack.ingestion.Progress;
import io.anomalystack.ingestion.ProgressJson;
import io.anomalystack.ingestion.Publisher;
import io.anomalystack.ingestion.Row;
import io.anomalystack.ingestion.TakenOverException;
import io.anomalystack.ingestion.config.KafkaConfig;
import io.anomalystack.secrets.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes in Kafka's transactions, all of one source under one transactional id. */
public final class KafkaPublisher implements Publisher {
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final String source;
  private final KafkaConfig config;
  private final KafkaClients clients;
  private final KafkaProducer<byte[], byte[]> producer;

  private KafkaPublisher(String source, KafkaConfig config, KafkaClients clients) {
    this.source = source;
    this.config = config;
    this.clients = clients;
    Map<String, Object> settings = clients.producer();
    this.producer =
        translated(
            "making a client for",
            () ->
                new KafkaProducer<>(
                    settings, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /** Connects when it is first used. */
  public static KafkaPublisher open(String source, KafkaConfig config, Secrets secrets) {
    return new KafkaPublisher(source, config, new KafkaClients(config, secrets));
  }

  @Override
  public Optional<Progress> takeOver() {
    return translated(
        "taking over",
        () -> {
          Topics.prepare(config, clients);
          producer.initTransactions();
          return new ProgressTopic(config.progressTopic(), source, clients, ProgressTopic.TIMEOUT)
              .read();
        });
  }

  @Override
  public void begin() {
    translated("beginning a transaction of", producer::beginTransaction);
  }

  @Override
  public void send(Row row) {
    byte[] key = row.key().getBytes(StandardCharsets.UTF_8);
    translated(
        "sending a row of",
        () -> producer.send(new ProducerRecord<>(config.topic(), key, row.json())));
  }

  @Override
  public void send(Progress progress) {
    byte[] key = source.getBytes(StandardCharsets.UTF_8);
    byte[] value = ProgressJson.write(progress);
    translated(
        "sending the progress of",
        () -> producer.send(new ProducerRecord<>(config.progressTopic(), 0, key, value)));
  }

  @Override
  public void commit() {
    translated("committing", producer::commitTransaction);
  }

  @Override
  public void close() {
    try {
      // Aborts what is open.
      producer.close(CLOSING);
    } catch (KafkaException e) {
      // The next one to take over ends what this one has left.
    }
  }

  /** As a process ends that is killed: what is open stays open. */
  void kill() {
    producer.close(Duration.ZERO);
  }

  private interface Call<T> {
    T call();
  }

  private void translated(String what, Runnable call) {
    translated(
        what,
        () -> {
          call.run();
          return null;
        });
  }

  private <T> T translated(String what, Call<T> call) {
    try {
      return call.call();
    } catch (KafkaException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof ProducerFencedException
            || cause instanceof InvalidProducerEpochException) {
          throw new TakenOverException(e);
        }
      }
      throw new IngestionException(
          "Kafka, %s '%s' to topic %s: %s".formatted(what, source, config.topic(), reason(e)), e);
    }
  }

  /** Of what was sent before, the producer says only that something is wrong; why is beneath. */
  private static String reason(Throwable e) {
    Throwable first = e;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    return first == e ? e.getMessage() : e.getMessage() + ": " + first;
  }
}
