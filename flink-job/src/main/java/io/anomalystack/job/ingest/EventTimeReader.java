package io.anomalystack.job.ingest;

import io.anomalystack.job.decode.TopicDecoder;
import io.anomalystack.job.detectors.DetectorSet;
import io.anomalystack.job.metrics.DetectorNames;
import io.anomalystack.job.metrics.ReadMetrics;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.detector.Detector;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.InputStatus;

/**
 * Decodes what the wrapped reader reads, and keeps the clock of each split. By which detectors, may
 * change: see {@link DetectorChange}.
 */
final class EventTimeReader<S extends SourceSplit>
    implements SourceReader<Decoded, EventTimeSplit<S>> {
  private final SourceReader<RawRecord, S> records;
  private final Function<List<Detector>, TopicDecoder> decoders;
  private final boolean watched;
  private final Consumer<SourceEvent> enumerator;
  private final ReadMetrics metrics;
  private final Map<String, PartitionClock> clocks = new HashMap<>();
  private final DetectorChange change;
  private CompletableFuture<Void> announcement = new CompletableFuture<>();
  private TopicDecoder decoder;
  private TopicTiming timing;
  private DecodingOutput output;

  /**
   * A reader.
   *
   * @param decoders makes decoders for detectors
   * @param submitted the topic's detectors when the job was submitted
   * @param watched whether others may come
   * @param enumerator takes what the reader has to tell
   * @param metrics what it reads is counted here
   */
  EventTimeReader(
      SourceReader<RawRecord, S> records,
      Function<List<Detector>, TopicDecoder> decoders,
      List<Detector> submitted,
      boolean watched,
      Consumer<SourceEvent> enumerator,
      ReadMetrics metrics) {
    this.records = records;
    this.decoders = decoders;
    this.watched = watched;
    this.enumerator = enumerator;
    this.metrics = metrics;
    this.change = new DetectorChange(DetectorSet.submitted(submitted));
    readByActive();
  }

  private void readByActive() {
    List<Detector> detectors = change.active().detectors();
    decoder = decoders.apply(detectors);
    timing = TopicTiming.of(detectors);
    metrics.detectors(change.active().version(), DetectorNames.of(detectors));
    clocks.values().forEach(clock -> clock.leap(timing.leapMillis()));
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
    if (announcement.isDone()) {
      announcement = new CompletableFuture<>();
      if (change.isToBeAnnounced()) {
        flink.collect(Decoded.announcing(change.announce()));
      }
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
    CompletableFuture<Void> available = records.isAvailable();
    // However silent the topic is, an announcement is sent.
    return !watched || available.isDone()
        ? available
        : announcement.isDone()
            ? announcement
            : CompletableFuture.anyOf(available, announcement).thenApply(any -> null);
  }

  @Override
  public List<EventTimeSplit<S>> snapshotState(long checkpointId) {
    change.checkpointBegins(checkpointId);
    return records.snapshotState(checkpointId).stream().map(this::withClock).toList();
  }

  private EventTimeSplit<S> withClock(S split) {
    PartitionClock clock = clocks.get(split.splitId());
    return new EventTimeSplit<>(
        split, clock.now(), clock.unconfirmed(), watched ? change.active() : null);
  }

  @Override
  public void addSplits(List<EventTimeSplit<S>> splits) {
    for (EventTimeSplit<S> split : splits) {
      clocks.put(
          split.splitId(),
          new PartitionClock(timing.leapMillis(), split.now(), split.unconfirmed()));
      restore(split.detectors());
    }
    records.addSplits(splits.stream().map(EventTimeSplit::split).toList());
  }

  /** Of several that splits were saved with, one that any was read by is known everywhere. */
  private void restore(DetectorSet saved) {
    if (watched && saved != null && change.known(saved)) {
      readByActive();
    }
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    if (event instanceof DetectorsAnnounced announced) {
      change.want(announced.detectors());
      if (change.isToBeAnnounced()) {
        announcement.complete(null);
      }
    } else {
      records.handleSourceEvents(event);
    }
  }

  @Override
  public void notifyNoMoreSplits() {
    records.notifyNoMoreSplits();
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    records.notifyCheckpointComplete(checkpointId);
    if (change.checkpointCompletes(checkpointId)) {
      readByActive();
      enumerator.accept(new DetectorsActive(change.active().version()));
    }
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
      flink.collect(decoded.at(clock.now(), clock.newest(), timing), eventTime);
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
