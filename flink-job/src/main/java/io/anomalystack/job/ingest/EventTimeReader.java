package io.anomalystack.job.ingest;

import io.anomalystack.job.decode.TopicDecoder;
import io.anomalystack.job.metrics.ReadMetrics;
import io.anomalystack.model.RejectedRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.InputStatus;

/** Decodes what the wrapped reader reads, and keeps the clock of each split. */
final class EventTimeReader<S extends SourceSplit>
    implements SourceReader<Decoded, EventTimeSplit<S>> {
  private final SourceReader<RawRecord, S> records;
  private final TopicDecoder decoder;
  private final long leapMillis;
  private final ReadMetrics metrics;
  private final Map<String, PartitionClock> clocks = new HashMap<>();
  private DecodingOutput output;

  EventTimeReader(
      SourceReader<RawRecord, S> records,
      TopicDecoder decoder,
      long leapMillis,
      ReadMetrics metrics) {
    this.records = records;
    this.decoder = decoder;
    this.leapMillis = leapMillis;
    this.metrics = metrics;
  }

  @Override
  public void start() {
    records.start();
  }

  @Override
  public InputStatus pollNext(ReaderOutput<Decoded> flink) throws Exception {
    if (output == null || output.flink != flink) {
      output = new DecodingOutput(flink);
    }
    return records.pollNext(output);
  }

  private void count(Decoded decoded) {
    metrics.read();
    for (Sample sample : decoded.samples()) {
      metrics.sample(sample.detector(), sample.eventTime());
    }
    for (RejectedRecord rejected : decoded.rejected()) {
      metrics.rejected(rejected);
    }
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return records.isAvailable();
  }

  @Override
  public List<EventTimeSplit<S>> snapshotState(long checkpointId) {
    return records.snapshotState(checkpointId).stream().map(this::withClock).toList();
  }

  private EventTimeSplit<S> withClock(S split) {
    PartitionClock clock = clocks.get(split.splitId());
    return new EventTimeSplit<>(split, clock.now(), clock.unconfirmed());
  }

  @Override
  public void addSplits(List<EventTimeSplit<S>> splits) {
    for (EventTimeSplit<S> split : splits) {
      clocks.put(split.splitId(), new PartitionClock(leapMillis, split.now(), split.unconfirmed()));
    }
    records.addSplits(splits.stream().map(EventTimeSplit::split).toList());
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    records.handleSourceEvents(event);
  }

  @Override
  public void notifyNoMoreSplits() {
    records.notifyNoMoreSplits();
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    records.notifyCheckpointComplete(checkpointId);
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) throws Exception {
    records.notifyCheckpointAborted(checkpointId);
  }

  @Override
  public void pauseOrResumeSplits(Collection<String> toPause, Collection<String> toResume) {
    records.pauseOrResumeSplits(toPause, toResume);
  }

  @Override
  public void close() throws Exception {
    records.close();
  }

  /** What the wrapped reader writes to: raw records in, decoded ones on to Flink. */
  private final class DecodingOutput implements ReaderOutput<RawRecord> {
    private final ReaderOutput<Decoded> flink;

    DecodingOutput(ReaderOutput<Decoded> flink) {
      this.flink = flink;
    }

    @Override
    public SourceOutput<RawRecord> createOutputForSplit(String splitId) {
      SourceOutput<Decoded> output = flink.createOutputForSplit(splitId);
      PartitionClock clock = clocks.get(splitId);
      if (clock.now() != PartitionClock.UNKNOWN) {
        // Restored: event time goes on at once where it was.
        output.emitWatermark(new Watermark(clock.now() - 1));
      }
      return new SplitOutput(output, clock);
    }

    @Override
    public void releaseOutputForSplit(String splitId) {
      flink.releaseOutputForSplit(splitId);
    }

    @Override
    public void collect(RawRecord record) {
      throw new IllegalStateException("the wrapped source must hand out its records by split");
    }

    @Override
    public void collect(RawRecord record, long timestamp) {
      collect(record);
    }

    @Override
    public void emitWatermark(Watermark watermark) {
      flink.emitWatermark(watermark);
    }

    @Override
    public void markIdle() {
      flink.markIdle();
    }

    @Override
    public void markActive() {
      flink.markActive();
    }
  }

  /** One split's way to Flink, through the decoder and past its clock. */
  private final class SplitOutput implements SourceOutput<RawRecord> {
    private final SourceOutput<Decoded> flink;
    private final PartitionClock clock;

    SplitOutput(SourceOutput<Decoded> flink, PartitionClock clock) {
      this.flink = flink;
      this.clock = clock;
    }

    @Override
    public void collect(RawRecord record) {
      Decoded decoded = decoder.decode(record);
      count(decoded);
      long eventTime = decoded.clock();
      if (eventTime != PartitionClock.UNKNOWN) {
        clock.observe(eventTime);
      }
      flink.collect(decoded.at(clock.now(), clock.newest()), eventTime);
    }

    @Override
    public void collect(RawRecord record, long timestamp) {
      collect(record);
    }

    @Override
    public void emitWatermark(Watermark watermark) {
      flink.emitWatermark(watermark);
    }

    @Override
    public void markIdle() {
      flink.markIdle();
    }

    @Override
    public void markActive() {
      flink.markActive();
    }
  }
}
