package io.anomalystack.job.kafka;

import io.anomalystack.job.Ports;
import io.anomalystack.job.config.Delivery;
import io.anomalystack.job.config.InputStart;
import io.anomalystack.job.config.JobSettings;
import io.anomalystack.job.decode.RecordFormat;
import io.anomalystack.job.ingest.EventTimeSource;
import io.anomalystack.job.ingest.RawRecord;
import io.anomalystack.job.scoring.LiveStart;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectedRecordJson;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.History;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

/** Kafka topics in and out. */
public final class KafkaPorts implements Ports {
  /**
   * How long a transaction may stay open: well above checkpoint interval and restart time, and the
   * most that a stock broker allows ({@code transaction.max.timeout.ms}).
   */
  private static final String TRANSACTION_TIMEOUT_MS = "900000";

  /** Kafka's 500 make the hand-over between its thread and Flink's cost more than the records. */
  private static final String RECORDS_PER_POLL = "5000";

  private final JobSettings settings;
  private final boolean untilNow;
  private final long started = System.currentTimeMillis();
  private final Map<String, Boolean> committed = new HashMap<>();

  /** Topics without end. */
  public KafkaPorts(JobSettings settings) {
    this(settings, false);
  }

  /**
   * Topics with or without an end.
   *
   * @param untilNow whether to stop at the offsets that are the newest when the job starts
   */
  public KafkaPorts(JobSettings settings, boolean untilNow) {
    this.settings = settings;
    this.untilNow = untilNow;
  }

  @Override
  public EventTimeSource<?, ?> records(String topic, List<Detector> detectors) {
    Properties properties = settings.kafkaProperties();
    properties.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_PER_POLL);
    KafkaSourceBuilder<RawRecord> source =
        KafkaSource.<RawRecord>builder()
            .setTopics(topic)
            .setProperties(properties)
            .setGroupId(settings.groupId())
            .setStartingOffsets(start(topic, detectors))
            // What an upstream transaction aborted was never said.
            .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
            .setDeserializer(new RawRecordSchema());
    if (untilNow) {
      source.setBounded(OffsetsInitializer.latest());
    }
    return new EventTimeSource<>(
        source.build(), topic, detectors, new RecordFormat.Json(), System::currentTimeMillis);
  }

  private OffsetsInitializer start(String topic, List<Detector> detectors) {
    if (readsThePast(topic, detectors)) {
      return OffsetsInitializer.timestamp(started - since(detectors).toMillis());
    }
    return switch (settings.inputStart()) {
      case COMMITTED -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
      case EARLIEST -> OffsetsInitializer.earliest();
      case LATEST -> OffsetsInitializer.latest();
    };
  }

  @Override
  public long liveStart(String topic, List<Detector> detectors) {
    return readsThePast(topic, detectors) ? started : LiveStart.ALWAYS;
  }

  /** Whether some detector wants to learn from the topic before the job's first start. */
  private boolean readsThePast(String topic, List<Detector> detectors) {
    return !since(detectors).isZero()
        && settings.inputStart() != InputStart.EARLIEST
        && !committed.computeIfAbsent(topic, name -> CommittedOffsets.exist(settings, name));
  }

  /** The longest time that any of the detectors wants to learn from. */
  private static Duration since(List<Detector> detectors) {
    return detectors.stream()
        .map(Detector::history)
        .filter(history -> history != null && history.since() != null)
        .map(History::since)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  @Override
  public int readers(String topic, int parallelism) {
    return Math.min(parallelism, Partitions.count(settings, topic));
  }

  @Override
  public void decisions(DataStream<Decision> decisions) {
    String topic = settings.decisionsTopic();
    decisions
        .sinkTo(
            sink(
                "decisions",
                (decision, context, timestamp) ->
                    new ProducerRecord<>(
                        topic,
                        decision.timeseriesId().getBytes(StandardCharsets.UTF_8),
                        DecisionJson.write(decision))))
        .name("write " + topic)
        .uid("write-decisions");
  }

  @Override
  public void rejected(DataStream<RejectedRecord> rejected) {
    String topic = settings.rejectedTopic();
    rejected
        .sinkTo(
            sink(
                "rejected",
                (record, context, timestamp) ->
                    new ProducerRecord<>(topic, RejectedRecordJson.write(record))))
        .name("write " + topic)
        .uid("write-rejected");
  }

  private <T> KafkaSink<T> sink(String name, KafkaRecordSerializationSchema<T> schema) {
    Properties properties = settings.kafkaProperties();
    properties.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    properties.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, "20");
    return KafkaSink.<T>builder()
        .setKafkaProducerConfig(properties)
        .setRecordSerializer(schema)
        .setDeliveryGuarantee(
            settings.delivery() == Delivery.EXACTLY_ONCE
                ? DeliveryGuarantee.EXACTLY_ONCE
                : DeliveryGuarantee.AT_LEAST_ONCE)
        .setTransactionalIdPrefix(settings.groupId() + "-" + name)
        .setTransactionNamingStrategy(TransactionNamingStrategy.INCREMENTING)
        .build();
  }
}
