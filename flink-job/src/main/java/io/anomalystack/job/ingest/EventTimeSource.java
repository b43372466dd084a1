package io.anomalystack.job.ingest;

import io.anomalystack.job.decode.RecordFormat;
import io.anomalystack.job.decode.TopicDecoder;
import io.anomalystack.job.detectors.DetectorUpdates;
import io.anomalystack.job.metrics.ReadMetrics;
import io.anomalystack.model.detector.Detector;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A topic's records, decoded, with event time kept per partition.
 *
 * <p>It wraps the source that reads the bytes, Kafka's or a file's, for what Flink's watermark
 * generators cannot do: the clock of a partition is part of its split, so that it is restored
 * exactly.
 *
 * @param <S> the wrapped source's type of split
 * @param <C> the wrapped source's checkpoint
 */
public final class EventTimeSource<S extends SourceSplit, C>
    implements Source<Decoded, EventTimeSplit<S>, EventTimeCheckpoint<C>> {
  private final Source<RawRecord, S, C> records;
  private final String topic;
  private final List<Detector> detectors;
  private final RecordFormat format;
  private final TopicDecoder.WallClock wallClock;
  private final DetectorUpdates updates;
  private final List<Detector> all;

  /**
   * Decodes a source's records for the detectors of one topic.
   *
   * @param records the source of bytes; it must hand out records by split
   */
  public EventTimeSource(
      Source<RawRecord, S, C> records,
      String topic,
      List<Detector> detectors,
      RecordFormat format,
      TopicDecoder.WallClock wallClock) {
    this(records, topic, detectors, format, wallClock, DetectorUpdates.none(), List.of());
  }

  private EventTimeSource(
      Source<RawRecord, S, C> records,
      String topic,
      List<Detector> detectors,
      RecordFormat format,
      TopicDecoder.WallClock wallClock,
      DetectorUpdates updates,
      List<Detector> all) {
    this.records = records;
    this.topic = topic;
    this.detectors = List.copyOf(detectors);
    this.format = format;
    this.wallClock = wallClock;
    this.updates = updates;
    this.all = List.copyOf(all);
  }

  /**
   * The same, whose detectors may change.
   *
   * @param from where others come from
   * @param submitted all detectors that the job is submitted with, of all topics
   */
  public EventTimeSource<S, C> watching(DetectorUpdates from, List<Detector> submitted) {
    return new EventTimeSource<>(records, topic, detectors, format, wallClock, from, submitted);
  }

  private boolean isWatched() {
    return !updates.every().isZero();
  }

  @Override
  public Boundedness getBoundedness() {
    return records.getBoundedness();
  }

  @Override
  public SourceReader<Decoded, EventTimeSplit<S>> createReader(SourceReaderContext context)
      throws Exception {
    return new EventTimeReader<>(
        records.createReader(context),
        now -> new TopicDecoder(topic, now, format, wallClock),
        detectors,
        isWatched(),
        context::sendSourceEventToCoordinator,
        new ReadMetrics(context.metricGroup(), wallClock));
  }

  @Override
  public SplitEnumerator<EventTimeSplit<S>, EventTimeCheckpoint<C>> createEnumerator(
      SplitEnumeratorContext<EventTimeSplit<S>> context) throws Exception {
    return enumerator(context, null, records::createEnumerator);
  }

  @Override
  public SplitEnumerator<EventTimeSplit<S>, EventTimeCheckpoint<C>> restoreEnumerator(
      SplitEnumeratorContext<EventTimeSplit<S>> context, EventTimeCheckpoint<C> checkpoint)
      throws Exception {
    return enumerator(
        context,
        checkpoint.detectors(),
        own -> records.restoreEnumerator(own, checkpoint.splits()));
  }

  /** Makes the wrapped source's enumerator. */
  private interface Splits<S extends SourceSplit, C> {
    SplitEnumerator<S, C> enumerator(SplitEnumeratorContext<S> context) throws Exception;
  }

  private EventTimeEnumerator<S, C> enumerator(
      SplitEnumeratorContext<EventTimeSplit<S>> context,
      AcceptedDetectors saved,
      Splits<S, C> splits)
      throws Exception {
    AcceptedDetectors accepted =
        saved == null ? AcceptedDetectors.submitted(topic, all) : saved.withTopicsOf(all);
    // The wrapped enumerator assigns splits only once it has been started.
    AtomicReference<EventTimeEnumerator<S, C>> made = new AtomicReference<>();
    made.set(
        new EventTimeEnumerator<>(
            splits.enumerator(new EventTimeEnumeratorContext<>(context, () -> made.get().active())),
            context,
            updates,
            isWatched() ? accepted : null));
    return made.get();
  }

  @Override
  public SimpleVersionedSerializer<EventTimeSplit<S>> getSplitSerializer() {
    return new EventTimeSplitSerializer<>(records.getSplitSerializer());
  }

  @Override
  public SimpleVersionedSerializer<EventTimeCheckpoint<C>> getEnumeratorCheckpointSerializer() {
    return new EventTimeCheckpointSerializer<>(records.getEnumeratorCheckpointSerializer());
  }
}
