package io.anomalystack.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.detectors.DetectorUpdates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.junit.jupiter.api.Test;

class EventTimeEnumeratorTest {
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
                    EventTimeSplit.fresh(new Split("a"), null), EventTimeSplit.fresh(new Split("b"), null))));
  }

  @Test
  void splitsComeBackToTheWrappedSourceWithoutTheirClocks() {
    enumerator.addSplitsBack(List.of(new EventTimeSplit<>(new Split("a"), 7, 8, null)), 3);

    assertThat(splits.returned).containsExactly(new Split("a"));
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
      return "";
    }

    @Override
    public void close() {}
  }

  /** Flink's side of the context. */
  private static final class FakeFlink implements SplitEnumeratorContext<EventTimeSplit<Split>> {
    private final Map<Integer, List<EventTimeSplit<Split>>> assigned = new LinkedHashMap<>();

    @Override
    public SplitEnumeratorMetricGroup metricGroup() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void sendEventToSourceReader(int subtask, SourceEvent event) {}

    @Override
    public int currentParallelism() {
      return 4;
    }

    @Override
    public Map<Integer, ReaderInfo> registeredReaders() {
      return Map.of();
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
      throw new UnsupportedOperationException();
    }

    @Override
    public void runInCoordinatorThread(Runnable runnable) {
      runnable.run();
    }
  }
}
