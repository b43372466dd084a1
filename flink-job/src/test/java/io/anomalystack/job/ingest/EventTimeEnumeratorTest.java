package io.anomalystack.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.detectors.DetectorSet;
import io.anomalystack.job.detectors.DetectorUpdates;
import io.anomalystack.job.detectors.DetectorUpdates.Update;
import io.anomalystack.model.detector.Detector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class EventTimeEnumeratorTest {
  private final Detector sales = TestDetectors.sales();
  private final Detector other = TestDetectors.sales("name: other");
  private final Detector returns = TestDetectors.sales("name: returns", "topic: returns");
  private final List<String> lookedAt = new ArrayList<>();
  private final DetectorUpdates updates = new File();
  private Optional<Update> file = Optional.empty();

  private final FakeFlink flink = new FakeFlink();
  private final EventTimeEnumeratorContext<Split> context =
      new EventTimeEnumeratorContext<>(flink, () -> null);
  private final FakeSplits splits = new FakeSplits();
  private final EventTimeEnumerator<Split, String> enumerator =
      new EventTimeEnumerator<>(splits, flink, DetectorUpdates.none(), null);

  @Test
  void splitsAreAssignedWithAFreshClock() {
    context.assignSplits(assignment(0, "a", "b"));

    assertThat(flink.assigned)
        .containsOnly(
            Map.entry(
                0,
                List.of(
                    EventTimeSplit.fresh(new Split("a"), null),
                    EventTimeSplit.fresh(new Split("b"), null))));
  }

  @Test
  void splitsComeBackToTheWrappedSourceWithoutTheirClocks() {
    enumerator.addSplitsBack(List.of(new EventTimeSplit<>(new Split("a"), 7, 8, null)), 3);

    assertThat(splits.returned).containsExactly(new Split("a"));
  }

  @Test
  void readersAreToldOfOtherDetectorsThoseThatComeLaterToo() throws Exception {
    EventTimeEnumerator<Split, String> watching = watching(sales, returns);
    flink.readers.put(0, new ReaderInfo(0, "here"));
    file = Optional.of(new Update(List.of(sales, other, returns), "2"));
    flink.look();
    watching.addReader(1);

    DetectorsAnnounced both = new DetectorsAnnounced(new DetectorSet(1, List.of(sales, other)));
    assertThat(flink.sent).containsExactly(Map.entry(0, both), Map.entry(1, both));
    assertThat(lookedAt).containsExactly("");
    // Looked at again before Flink had handled the first.
    flink.look();
    assertThat(flink.sent).hasSize(2);
    assertThat(lookedAt).containsExactly("", "2");
  }

  @Test
  void whatIsRefusedOrCannotBeReadOrLeavesNoDetectorChangesNothing() throws Exception {
    EventTimeEnumerator<Split, String> watching = watching(sales, returns);
    flink.readers.put(0, new ReaderInfo(0, "here"));
    file = Optional.empty();
    flink.look();
    file = null;
    flink.look();
    file = Optional.of(new Update(List.of(returns), "2"));
    flink.look();

    assertThat(flink.sent).isEmpty();
    assertThat(watching.snapshotState(1).detectors())
        .isEqualTo(AcceptedDetectors.submitted("sales", List.of(sales, returns)));
  }

  @Test
  void whatConcernsOtherTopicsIsOnlyRemembered() throws Exception {
    EventTimeEnumerator<Split, String> watching = watching(sales, returns);
    flink.readers.put(0, new ReaderInfo(0, "here"));
    Detector changed = TestDetectors.sales("name: returns", "topic: returns", "period: 5m");
    file = Optional.of(new Update(List.of(sales, changed), "2"));
    flink.look();

    assertThat(flink.sent).isEmpty();
    assertThat(watching.snapshotState(1).detectors().all()).containsExactly(sales, changed);
  }

  @Test
  void freshSplitsAreReadByWhatEveryoneKnows() throws Exception {
    EventTimeEnumerator<Split, String> watching = watching(sales);
    file = Optional.of(new Update(List.of(sales, other), "2"));
    flink.look();
    assertThat(watching.active()).isEqualTo(DetectorSet.submitted(List.of(sales)));

    watching.handleSourceEvent(0, new DetectorsActive(1));

    assertThat(watching.active()).isEqualTo(new DetectorSet(1, List.of(sales, other)));
  }

  @Test
  void restoredEnumeratorGoesOnWhereItWas() throws Exception {
    EventTimeEnumerator<Split, String> watching = watching(sales);
    file = Optional.of(new Update(List.of(sales, other), "2"));
    flink.look();
    EventTimeCheckpointSerializer<String> serializer =
        new EventTimeCheckpointSerializer<>(new Texts());
    EventTimeCheckpoint<String> saved =
        serializer.deserialize(
            serializer.getVersion(), serializer.serialize(watching.snapshotState(1)));

    EventTimeEnumerator<Split, String> restored =
        new EventTimeEnumerator<>(splits, flink, updates, saved.detectors());
    restored.start();
    flink.look();
    restored.addReader(3);

    assertThat(saved.splits()).isEqualTo("at 7");
    assertThat(lookedAt).endsWith("2");
    assertThat(flink.sent)
        .containsExactly(
            Map.entry(3, new DetectorsAnnounced(new DetectorSet(1, List.of(sales, other)))));
  }

  @Test
  void checkpointOfAnEarlierReleaseIsTheWrappedSourcesAlone() throws Exception {
    EventTimeCheckpoint<String> read =
        new EventTimeCheckpointSerializer<>(new Texts())
            .deserialize(1, "old".getBytes(StandardCharsets.UTF_8));

    assertThat(read).isEqualTo(new EventTimeCheckpoint<>("old", null));
  }

  @Test
  void restartWithOtherTopicsComparesTheFileWithThoseThatThereAre() {
    AcceptedDetectors saved = AcceptedDetectors.submitted("sales", List.of(sales, returns));
    Detector moved = TestDetectors.sales("name: sales", "topic: shop");

    assertThat(saved.withTopicsOf(List.of(sales, returns))).isEqualTo(saved);
    assertThat(saved.withTopicsOf(List.of(sales)).all()).containsExactly(sales);
    assertThat(saved.withTopicsOf(List.of(moved, returns)).all()).containsExactly(moved, returns);
  }

  private EventTimeEnumerator<Split, String> watching(Detector... submitted) {
    EventTimeEnumerator<Split, String> watching =
        new EventTimeEnumerator<>(
            splits, flink, updates, AcceptedDetectors.submitted("sales", List.of(submitted)));
    watching.start();
    return watching;
  }

  /** The file as the test has it; null where it cannot be read. */
  private final class File implements DetectorUpdates {
    @Override
    public Duration every() {
      return Duration.ofMinutes(1);
    }

    @Override
    public Optional<Update> look(List<Detector> running, String digest) throws IOException {
      lookedAt.add(digest);
      if (file == null) {
        throw new IOException("no such file");
      }
      return file;
    }
  }

  private record Texts() implements SimpleVersionedSerializer<String> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String deserialize(int version, byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static SplitsAssignment<Split> assignment(int reader, String... names) {
    return new SplitsAssignment<>(Map.of(reader, List.of(names).stream().map(Split::new).toList()));
  }

  private record Split(String splitId) implements SourceSplit {}

  /** The wrapped source's enumerator. */
  private static final class FakeSplits implements SplitEnumerator<Split, String> {
    private final List<Split> returned = new ArrayList<>();

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, String host) {}

    @Override
    public void addSplitsBack(List<Split> splits, int subtask) {
      returned.addAll(splits);
    }

    @Override
    public void addReader(int subtask) {}

    @Override
    public String snapshotState(long checkpointId) {
      return "at 7";
    }

    @Override
    public void close() {}
  }

  /** Flink's side of the context. */
  private static final class FakeFlink implements SplitEnumeratorContext<EventTimeSplit<Split>> {
    private final Map<Integer, List<EventTimeSplit<Split>>> assigned = new LinkedHashMap<>();
    private final Map<Integer, ReaderInfo> readers = new LinkedHashMap<>();
    private final List<Map.Entry<Integer, SourceEvent>> sent = new ArrayList<>();
    private Runnable looks;

    @Override
    public SplitEnumeratorMetricGroup metricGroup() {
      return UnregisteredMetricsGroup.createSplitEnumeratorMetricGroup();
    }

    @Override
    public void sendEventToSourceReader(int subtask, SourceEvent event) {
      sent.add(Map.entry(subtask, event));
    }

    @Override
    public int currentParallelism() {
      return 4;
    }

    @Override
    public Map<Integer, ReaderInfo> registeredReaders() {
      return readers;
    }

    @Override
    public void assignSplits(SplitsAssignment<EventTimeSplit<Split>> assignment) {
      assigned.putAll(assignment.assignment());
    }

    @Override
    public void signalNoMoreSplits(int subtask) {}

    @Override
    public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> void callAsync(
        Callable<T> callable, BiConsumer<T, Throwable> handler, long delay, long period) {
      looks =
          () -> {
            T found = null;
            Exception problem = null;
            try {
              found = callable.call();
            } catch (Exception e) {
              problem = e;
            }
            handler.accept(found, problem);
          };
    }

    /** The time for a look has come. */
    void look() {
      looks.run();
    }

    @Override
    public void runInCoordinatorThread(Runnable runnable) {
      runnable.run();
    }
  }
}
