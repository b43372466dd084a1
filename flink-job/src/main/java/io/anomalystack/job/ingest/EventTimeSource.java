package io.anomalystack.job.ingest;

import io.anomalystack.job.decode.RecordFormat;
import io.anomalystack.job.decode.TopicDecoder;
import io.anomalystack.job.metrics.DetectorNames;
import io.anomalystack.job.metrics.ReadMetrics;
import io.anomalystack.model.detector.Detector;
import java.util.List;
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
    implements Source<Decoded, EventTimeSplit<S>, C> {
  private final Source<RawRecord, S, C> records;
  private final String topic;
  private final List<Detector> detectors;
  private final RecordFormat format;
  private final TopicDecoder.WallClock wallClock;

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
    this.records = records;
    this.topic = topic;
    this.detectors = List.copyOf(detectors);
    this.format = format;
    this.wallClock = wallClock;
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
        new TopicDecoder(topic, detectors, format, wallClock),
        EventTimeWatermarks.leapMillis(detectors),
        new ReadMetrics(context.metricGroup(), wallClock, DetectorNames.of(detectors)));
  }

  @Override
  public SplitEnumerator<EventTimeSplit<S>, C> createEnumerator(
      SplitEnumeratorContext<EventTimeSplit<S>> context) throws Exception {
    return new EventTimeEnumerator<>(
        records.createEnumerator(new EventTimeEnumeratorContext<>(context)));
  }

  @Override
  public SplitEnumerator<EventTimeSplit<S>, C> restoreEnumerator(
      SplitEnumeratorContext<EventTimeSplit<S>> context, C checkpoint) throws Exception {
    return new EventTimeEnumerator<>(
        records.restoreEnumerator(new EventTimeEnumeratorContext<>(context), checkpoint));
  }

  @Override
  public SimpleVersionedSerializer<EventTimeSplit<S>> getSplitSerializer() {
    return new EventTimeSplitSerializer<>(records.getSplitSerializer());
  }

  @Override
  public SimpleVersionedSerializer<C> getEnumeratorCheckpointSerializer() {
    return records.getEnumeratorCheckpointSerializer();
  }
}
