package io.anomalystack.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.decode.RecordFormat;
import io.anomalystack.job.decode.TopicDecoder;
import io.anomalystack.job.detectors.DetectorSet;
import io.anomalystack.job.metrics.ReadMetrics;
import io.anomalystack.testdata.AnyBooks;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class EventTimeReaderTest {
  private static final DetectorSet BOTH =
      new DetectorSet(1, List.of(TestDetectors.sales(), TestDetectors.sales("name: other")));

  private static final Instant T = Instant.parse("2024-08-29T13:35:00Z");
  private static final long MILLIS = T.toEpochMilli();
  private static final String BAD = "{";

  private final FakeFlink flink = new FakeFlink();
  private final List<SourceEvent> told = new ArrayList<>();
  private FakeReader records = new FakeReader();
  private EventTimeReader<Split> reader = reader(records);

  @Test
  void eachRecordCarriesTheTimeOfItsOwnSplit() throws Exception {
    reader.addSplits(List.of(fresh("a"), fresh("b")));

    read("a", sale(0), sale(1));
    read("b", sale(-500), sale(-450));
    read("a", sale(2));

    assertThat(flink.collected)
        .extracting(Decoded::clock)
        .containsExactly(
            PartitionClock.UNKNOWN,
            MILLIS + 1_000,
            PartitionClock.UNKNOWN,
            MILLIS - 450_000,
            MILLIS + 2_000);
    assertThat(flink.collected)
        .extracting(Decoded::newest)
        .containsExactly(
            MILLIS, MILLIS + 1_000, MILLIS - 500_000, MILLIS - 450_000, MILLIS + 2_000);
    assertThat(flink.splits).containsExactly("a", "a", "b", "b", "a");
  }

  @Test
  void recordThatCannotBeCountedMovesTimeIfItHasOne() throws Exception {
    reader.addSplits(List.of(fresh("a")));

    read("a", sale(0), sale(1), BAD, "{\"timestamp\":\"" + T.plusSeconds(9) + "\"}");

    assertThat(flink.collected)
        .extracting(Decoded::clock)
        .endsWith(MILLIS + 1_000, MILLIS + 1_000, MILLIS + 9_000);
    assertThat(flink.collected.get(2).rejected()).hasSize(1);
  }

  @Test
  void clockIsSavedWithItsSplitAndGoesOnFromThere() throws Exception {
    reader.addSplits(List.of(fresh("a"), fresh("b")));
    read("a", sale(0), sale(1), sale(500));

    List<EventTimeSplit<Split>> saved = reader.snapshotState(1);

    assertThat(saved)
        .containsExactly(
            new EventTimeSplit<>(new Split("a"), MILLIS + 1_000, MILLIS + 500_000, null),
            fresh("b"));

    records = new FakeReader();
    reader = reader(records);
    reader.addSplits(saved);
    flink.collected.clear();
    read("a", sale(501));
    // Confirms the leap from before the restore.
    assertThat(flink.collected).extracting(Decoded::clock).containsExactly(MILLIS + 501_000);
  }

  @Test
  void splitHandedBackByTheSourceKeepsItsClock() throws Exception {
    reader.addSplits(List.of(fresh("a")));
    read("a", sale(0), sale(1));
    flink.releaseOutputForSplit("a");

    read("a", sale(2));

    assertThat(flink.collected).extracting(Decoded::clock).endsWith(MILLIS + 2_000);
  }

  @Test
  void restoredSplitGoesOnAtItsEventTimeBeforeItsFirstRecord() throws Exception {
    reader.addSplits(
        List.of(new EventTimeSplit<>(new Split("a"), MILLIS, PartitionClock.UNKNOWN, null)));
    records.next = output -> output.createOutputForSplit("a");

    reader.pollNext(flink);

    assertThat(flink.watermarks).containsExactly(MILLIS - 1);
  }

  @Test
  void eventsOfTheWrappedSourceAreItsOwn() {
    SourceEvent event = new SourceEvent() {};

    reader.handleSourceEvents(event);

    assertThat(records.events).containsExactly(event);
  }

  @Test
  void sourceThatDoesNotNameTheSplitIsRefused() throws Exception {
    reader.addSplits(List.of(fresh("a")));
    records.next = output -> output.collect(raw(sale(0)));

    assertThatIllegalStateException()
        .isThrownBy(() -> reader.pollNext(flink))
        .withMessageContaining("by split");
  }

  @Test
  void readsByOtherDetectorsOnceACheckpointBegunAfterTheAnnouncementIsComplete() throws Exception {
    reader = watching(records);
    reader.addSplits(List.of(EventTimeSplit.fresh(new Split("a"), null)));
    reader.snapshotState(1);
    reader.handleSourceEvents(new DetectorsAnnounced(BOTH));
    reader.snapshotState(2);
    read("a", sale(0));
    assertThat(flink.collected.get(0).detectors()).isEqualTo(BOTH);
    reader.notifyCheckpointComplete(1);
    reader.notifyCheckpointComplete(2);
    read("a", sale(1));
    assertThat(flink.collected.get(2).samples()).as("2 began before it was announced").hasSize(1);
    assertThat(told).isEmpty();

    List<EventTimeSplit<Split>> saved = reader.snapshotState(3);
    assertThat(saved).extracting(split -> split.detectors().version()).containsExactly(0L);
    reader.notifyCheckpointComplete(3);
    read("a", sale(2));

    assertThat(flink.collected.get(3).samples()).hasSize(2);
    assertThat(flink.collected).filteredOn(each -> each.detectors() != null).hasSize(1);
    assertThat(told).containsExactly(new DetectorsActive(1));
    assertThat(reader.snapshotState(4)).extracting(EventTimeSplit::detectors).containsExactly(BOTH);
  }

  @Test
  void announcesOnASilentTopic() throws Exception {
    reader = watching(records);
    assertThat(reader.isAvailable()).isNotDone();
    CompletableFuture<Void> waiting = reader.isAvailable();

    reader.handleSourceEvents(new DetectorsAnnounced(BOTH));

    assertThat(waiting).isDone();
    assertThat(reader.isAvailable()).isDone();
    reader.pollNext(flink);
    assertThat(flink.collected).extracting(Decoded::detectors).containsExactly(BOTH);
    // Else the task would spin.
    assertThat(reader.isAvailable()).isNotDone();
    reader.handleSourceEvents(new DetectorsAnnounced(BOTH));
    assertThat(reader.isAvailable()).isNotDone();
    reader.snapshotState(1);
    reader.notifyCheckpointComplete(1);
    assertThat(told).containsExactly(new DetectorsActive(1));
    reader.handleSourceEvents(new DetectorsAnnounced(BOTH));
    assertThat(reader.isAvailable()).isNotDone();
  }

  @Test
  void restoredReaderReadsByTheNewestThatAnyOfItsSplitsWasReadBy() throws Exception {
    reader = watching(records);
    reader.addSplits(
        List.of(
            new EventTimeSplit<>(new Split("a"), MILLIS, PartitionClock.UNKNOWN, BOTH),
            new EventTimeSplit<>(
                new Split("b"),
                MILLIS,
                PartitionClock.UNKNOWN,
                DetectorSet.submitted(List.of(TestDetectors.sales())))));
    read("b", sale(1));

    assertThat(flink.collected.get(0).samples()).hasSize(2);
  }

  @Test
  void newerDetectorsTakeThePlaceOfThoseThatWait() throws Exception {
    reader = watching(records);
    reader.addSplits(List.of(EventTimeSplit.fresh(new Split("a"), null)));
    reader.handleSourceEvents(new DetectorsAnnounced(BOTH));
    read("a", sale(0));
    reader.snapshotState(1);
    reader.handleSourceEvents(
        new DetectorsAnnounced(new DetectorSet(2, List.of(TestDetectors.sales("name: third")))));
    reader.notifyCheckpointComplete(1);
    read("a", sale(1));
    reader.snapshotState(2);
    reader.notifyCheckpointComplete(2);
    read("a", sale(2));

    assertThat(told).containsExactly(new DetectorsActive(2));
    assertThat(flink.collected.get(flink.collected.size() - 1).samples())
        .extracting(sample -> sample.key().detectorName())
        .containsExactly("third");
  }

  @Test
  void freshSplitsNeverTakeAReaderBack() throws Exception {
    reader = watching(records);
    reader.handleSourceEvents(new DetectorsAnnounced(BOTH));
    reader.pollNext(flink);
    reader.snapshotState(1);
    reader.notifyCheckpointComplete(1);
    // Assigned before the enumerator heard of that.
    reader.addSplits(
        List.of(
            EventTimeSplit.fresh(
                new Split("a"), DetectorSet.submitted(List.of(TestDetectors.sales())))));
    read("a", sale(0));

    assertThat(flink.collected.get(1).samples()).hasSize(2);
    assertThat(reader.snapshotState(2)).extracting(EventTimeSplit::detectors).containsExactly(BOTH);
  }

  @Test
  void whatAFreshSplitIsReadByNeedsNoAnnouncement() throws Exception {
    reader = watching(records);
    reader.handleSourceEvents(new DetectorsAnnounced(BOTH));
    DetectorSet third = new DetectorSet(2, List.of(TestDetectors.sales("name: third")));
    reader.addSplits(List.of(EventTimeSplit.fresh(new Split("a"), third)));
    read("a", sale(0));
    reader.snapshotState(1);
    reader.notifyCheckpointComplete(1);
    read("a", sale(1));

    assertThat(flink.collected)
        .flatExtracting(Decoded::samples)
        .extracting(sample -> sample.key().detectorName())
        .containsExactly("third", "third");
    assertThat(flink.collected).extracting(Decoded::detectors).containsOnlyNulls();
    assertThat(reader.isAvailable()).as("else the task would spin").isNotDone();
  }

  private EventTimeReader<Split> watching(FakeReader records) {
    return new EventTimeReader<>(
        records,
        detectors ->
            new TopicDecoder("sales", detectors, new RecordFormat.Json(), () -> MILLIS + 1_000_000),
        List.of(TestDetectors.sales()),
        true,
        told::add,
        new ReadMetrics(new UnregisteredMetricsGroup(), () -> MILLIS));
  }

  private static EventTimeReader<Split> reader(FakeReader records) {
    return new EventTimeReader<>(
        records,
        detectors ->
            new TopicDecoder("sales", detectors, new RecordFormat.Json(), () -> MILLIS + 1_000_000),
        List.of(TestDetectors.sales("maxFuture: 1s")),
        false,
        event -> {},
        new ReadMetrics(new UnregisteredMetricsGroup(), () -> MILLIS));
  }

  private void read(String split, String... lines) throws Exception {
    for (String line : lines) {
      records.next = output -> output.createOutputForSplit(split).collect(raw(line));
      reader.pollNext(flink);
    }
  }

  private static RawRecord raw(String line) {
    return new RawRecord(0, 0, RawRecord.NO_TIMESTAMP, line.getBytes(StandardCharsets.UTF_8));
  }

  private static String sale(int second) {
    return AnyBooks.sale(T.plusSeconds(second), "item-A", 1);
  }

  private static EventTimeSplit<Split> fresh(String name) {
    return EventTimeSplit.fresh(new Split(name), null);
  }

  private record Split(String splitId) implements SourceSplit {}

  /** What the wrapped source's reader does next is the test's to say. */
  private static final class FakeReader implements SourceReader<RawRecord, Split> {
    private final Map<String, Split> splits = new LinkedHashMap<>();
    private final List<SourceEvent> events = new ArrayList<>();
    private CompletableFuture<Void> available = new CompletableFuture<>();
    private Consumer<ReaderOutput<RawRecord>> next = output -> {};

    @Override
    public void start() {}

    @Override
    public InputStatus pollNext(ReaderOutput<RawRecord> output) {
      next.accept(output);
      return InputStatus.NOTHING_AVAILABLE;
    }

    @Override
    public List<Split> snapshotState(long checkpointId) {
      return List.copyOf(splits.values());
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return available;
    }

    @Override
    public void addSplits(List<Split> added) {
      added.forEach(split -> splits.put(split.splitId(), split));
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void handleSourceEvents(SourceEvent event) {
      events.add(event);
    }

    @Override
    public void close() {}
  }

  /** Takes what the reader under test hands on. */
  private static final class FakeFlink implements ReaderOutput<Decoded> {
    private final List<Decoded> collected = new ArrayList<>();
    private final List<String> splits = new ArrayList<>();
    private final List<Long> watermarks = new ArrayList<>();

    @Override
    public SourceOutput<Decoded> createOutputForSplit(String splitId) {
      return new SourceOutput<>() {
        @Override
        public void collect(Decoded record) {
          throw new AssertionError("without its time");
        }

        @Override
        public void collect(Decoded record, long timestamp) {
          collected.add(record);
          splits.add(splitId);
        }

        @Override
        public void emitWatermark(Watermark watermark) {
          watermarks.add(watermark.getTimestamp());
        }

        @Override
        public void markIdle() {}

        @Override
        public void markActive() {}
      };
    }

    @Override
    public void releaseOutputForSplit(String splitId) {}

    @Override
    public void collect(Decoded record) {
      assertThat(record.detectors()).as("without its split").isNotNull();
      collected.add(record);
    }

    @Override
    public void collect(Decoded record, long timestamp) {
      throw new AssertionError("without its split");
    }

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}
  }
}
