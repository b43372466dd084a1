package io.anomalystack.sink;

import io.anomalystack.job.config.Delivery;
import io.anomalystack.job.ingest.RawRecord;
import io.anomalystack.job.kafka.KafkaTopics;
import io.anomalystack.model.RejectedRecord;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Decisions from a Kafka topic, dead letters to another. */
public final class KafkaSinkPorts implements SinkPorts {
  private final SinkSettings settings;
  private final boolean untilNow;

  /** A topic without end. */
  public KafkaSinkPorts(SinkSettings settings) {
    this(settings, false);
  }

  /**
   * A topic with or without an end.
   *
   * @param untilNow whether to stop at the offsets that are the newest when the job starts
   */
  public KafkaSinkPorts(SinkSettings settings, boolean untilNow) {
    this.settings = settings;
    this.untilNow = untilNow;
  }

  @Override
  public String topic() {
    return settings.decisionsTopic();
  }

  @Override
  public Source<RawRecord, ?, ?> records() {
    KafkaSourceBuilder<RawRecord> source =
        KafkaTopics.source(settings.kafkaProperties(), settings.groupId(), topic())
            .setStartingOffsets(KafkaTopics.start(settings.inputStart()));
    if (untilNow) {
      source.setBounded(OffsetsInitializer.latest());
    }
    return source.build();
  }

  @Override
  public void rejected(DataStream<RejectedRecord> rejected) {
    KafkaTopics.writeRejected(
        rejected,
        settings.kafkaProperties(),
        settings.groupId(),
        Delivery.EXACTLY_ONCE,
        settings.rejectedTopic());
  }
}
