package io.anomalystack.job.kafka;

import io.anomalystack.job.config.Delivery;
import io.anomalystack.job.config.InputStart;
import io.anomalystack.job.ingest.RawRecord;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectedRecordJson;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** How every job here reads and writes a topic. */
public final class KafkaTopics {
  /**
   * How long a transaction may stay open: well above checkpoint interval and restart time, and the
   * most that a stock broker allows ({@code transaction.max.timeout.ms}).
   */
  private static final String TRANSACTION_TIMEOUT_MS = "900000";

  /** Kafka's 500 make the hand-over between its thread and Flink's cost more than the records. */
  private static final String RECORDS_PER_POLL = "5000";

  private KafkaTopics() {}

  /**
   * A topic's committed records, undecoded.
   *
   * @param kafka the brokers and what else a client needs
   */
  public static KafkaSourceBuilder<RawRecord> source(
      Properties kafka, String groupId, String topic) {
    Properties consumer = copy(kafka);
    consumer.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_PER_POLL);
    return KafkaSource.<RawRecord>builder()
        .setTopics(topic)
        .setProperties(consumer)
        .setGroupId(groupId)
        // What an upstream transaction aborted was never said.
        .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
        .setDeserializer(new RawRecordSchema());
  }

  /** Where to begin without restored state. */
  public static OffsetsInitializer start(InputStart start) {
    return switch (start) {
      case COMMITTED -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
      case EARLIEST -> OffsetsInitializer.earliest();
      case LATEST -> OffsetsInitializer.latest();
    };
  }

  /** Writes dead letters, as the operator {@code write-rejected}. */
  public static void writeRejected(
      DataStream<RejectedRecord> rejected,
      Properties kafka,
      String groupId,
      Delivery delivery,
      String topic) {
    rejected
        .sinkTo(
            sink(
                kafka,
                groupId + "-rejected",
                delivery,
                (record, context, timestamp) ->
                    new ProducerRecord<>(topic, RejectedRecordJson.write(record))))
        .name("write " + topic)
        .uid("write-rejected");
  }

  /**
   * A topic to write to.
   *
   * @param transactions the prefix of its transactions: unique to this sink of this job, for ever
   */
  static <T> KafkaSink<T> sink(
      Properties kafka,
      String transactions,
      Delivery delivery,
      KafkaRecordSerializationSchema<T> schema) {
    Properties producer = copy(kafka);
    producer.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    producer.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    producer.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, "20");
    return KafkaSink.<T>builder()
        .setKafkaProducerConfig(producer)
        .setRecordSerializer(schema)
        .setDeliveryGuarantee(
            delivery == Delivery.EXACTLY_ONCE
                ? DeliveryGuarantee.EXACTLY_ONCE
                : DeliveryGuarantee.AT_LEAST_ONCE)
        .setTransactionalIdPrefix(transactions)
        .setTransactionNamingStrategy(TransactionNamingStrategy.INCREMENTING)
        .build();
  }

  /** What a caller passes is the caller's: another client of it must not find our defaults. */
  private static Properties copy(Properties kafka) {
    Properties copy = new Properties();
    copy.putAll(kafka);
    return copy;
  }
}
