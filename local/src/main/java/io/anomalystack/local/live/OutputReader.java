package io.anomalystack.local.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.RejectionReason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what the job has written to Kafka as any other consumer would: what is committed. */
public final class OutputReader implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final TopicPartition decisions;
  private final TopicPartition rejected;
  private final Consumer<Decision> decisionTaker;
  private final Consumer<RejectionReason> reasonTaker;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * A reader from the beginning of two topics of a single partition each.
   *
   * @param kafka {@code bootstrap.servers}
   */
  public OutputReader(
      Properties kafka,
      String decisionsTopic,
      String rejectedTopic,
      Consumer<Decision> decisionTaker,
      Consumer<RejectionReason> reasonTaker) {
    this.decisions = new TopicPartition(decisionsTopic, 0);
    this.rejected = new TopicPartition(rejectedTopic, 0);
    this.decisionTaker = decisionTaker;
    this.reasonTaker = reasonTaker;
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(List.of(decisions, rejected));
    consumer.seekToBeginning(List.of(decisions, rejected));
  }

  /** Hands on what is there, waiting for so long if there is nothing; returns whether there was. */
  public boolean poll(Duration wait) throws IOException {
    boolean any = false;
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
      any = true;
      if (record.topic().equals(decisions.topic())) {
        decisionTaker.accept(DecisionJson.read(record.value()));
      } else {
        String reason = MAPPER.readTree(record.value()).path("reason").textValue();
        reasonTaker.accept(RejectionReason.valueOf(reason));
      }
    }
    return any;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
