package io.anomalystack.job.kafka;

import io.anomalystack.job.Ports;
import io.anomalystack.job.config.InputStart;
import io.anomalystack.job.config.JobSettings;
import io.anomalystack.job.decode.RecordFormat;
import io.anomalystack.job.detectors.DetectorUpdates;
import io.anomalystack.job.ingest.EventTimeSource;
import io.anomalystack.job.ingest.RawRecord;
import io.anomalystack.job.scoring.LiveStart;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertJson;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyRecordJson;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.History;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Kafka topics in and out. */
public final class KafkaPorts implements Ports {
  private final JobSettings settings;
  private final boolean untilNow;
  private final DetectorUpdates updates;
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
    this(settings, untilNow, DetectorUpdates.none());
  }

  /**
   * Topics whose detectors may change while they are read.
   *
   * @param updates where others come from; not asked where the topics have an end
   */
  public KafkaPorts(JobSettings settings, boolean untilNow, DetectorUpdates updates) {
    this.settings = settings;
    this.untilNow = untilNow;
    this.updates = updates;
  }

  @Override
  public DetectorUpdates updates() {
    return updates;
  }

  @Override
  public EventTimeSource<?, ?> records(String topic, List<Detector> detectors) {
    KafkaSourceBuilder<RawRecord> source =
        KafkaTopics.source(settings.kafkaProperties(), settings.groupId(), topic)
            .setStartingOffsets(start(topic, detectors));
    if (untilNow) {
      source.setBounded(OffsetsInitializer.latest());
    }
    return new EventTimeSource<>(
        source.build(), topic, detectors, RecordFormat.of(detectors), System::currentTimeMillis);
  }

  private OffsetsInitializer start(String topic, List<Detector> detectors) {
    if (readsThePast(topic, detectors)) {
      return OffsetsInitializer.timestamp(started - since(detectors).toMillis());
    }
    return KafkaTopics.start(settings.inputStart());
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
            KafkaTopics.sink(
                settings.kafkaProperties(),
                settings.groupId() + "-decisions",
                settings.delivery(),
                (decision, context, timestamp) ->
                    new ProducerRecord<>(
                        topic,
                        decision.timeseriesId().getBytes(StandardCharsets.UTF_8),
                        DecisionJson.write(decision))))
        .name("write " + topic)
        .uid("write-decisions");
  }

  @Override
  public void alerts(DataStream<Alert> alerts) {
    String topic = settings.alertsTopic();
    alerts
        .sinkTo(
            KafkaTopics.sink(
                settings.kafkaProperties(),
                settings.groupId() + "-alerts",
                settings.delivery(),
                (alert, context, timestamp) ->
                    new ProducerRecord<>(
                        topic,
                        alert.incidentId().getBytes(StandardCharsets.UTF_8),
                        AlertJson.write(alert))))
        .name("write " + topic)
        .uid("write-alerts");
  }

  @Override
  public void remedies(DataStream<RemedyRecord> remedies) {
    String topic = settings.remediesTopic();
    remedies
        .sinkTo(
            KafkaTopics.sink(
                settings.kafkaProperties(),
                settings.groupId() + "-remedies",
                settings.delivery(),
                (remedy, context, timestamp) ->
                    new ProducerRecord<>(
                        topic,
                        remedy.remedyId().getBytes(StandardCharsets.UTF_8),
                        RemedyRecordJson.write(remedy))))
        .name("write " + topic)
        .uid("write-remedies");
  }

  @Override
  public void rejected(DataStream<RejectedRecord> rejected) {
    KafkaTopics.writeRejected(
        rejected,
        settings.kafkaProperties(),
        settings.groupId(),
        settings.delivery(),
        settings.rejectedTopic());
  }
}
