package io.anomalystack.job.ingest;

import io.anomalystack.job.detectors.DetectorSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;

/** What the wrapped source's enumerator sees of Flink: its own splits, which get a clock here. */
final class EventTimeEnumeratorContext<S extends SourceSplit> implements SplitEnumeratorContext<S> {
  private final SplitEnumeratorContext<EventTimeSplit<S>> flink;

  private final Supplier<DetectorSet> active;

  /**
   * A context.
   *
   * @param active the detectors by which fresh splits are read; null where they cannot change
   */
  EventTimeEnumeratorContext(
      SplitEnumeratorContext<EventTimeSplit<S>> flink, Supplier<DetectorSet> active) {
    this.flink = flink;
    this.active = active;
  }

  @Override
  public void assignSplits(SplitsAssignment<S> assignments) {
    DetectorSet detectors = active.get();
    Map<Integer, List<EventTimeSplit<S>>> withClocks =
        assignments.assignment().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry ->
                        entry.getValue().stream()
                            .map(split -> EventTimeSplit.fresh(split, detectors))
                            .toList()));
    flink.assignSplits(new SplitsAssignment<>(withClocks));
  }

  @Override
  public SplitEnumeratorMetricGroup metricGroup() {
    return flink.metricGroup();
  }

  @Override
  public void sendEventToSourceReader(int subtask, SourceEvent event) {
    flink.sendEventToSourceReader(subtask, event);
  }

  @Override
  public int currentParallelism() {
    return flink.currentParallelism();
  }

  @Override
  public Map<Integer, ReaderInfo> registeredReaders() {
    return flink.registeredReaders();
  }

  @Override
  public void signalNoMoreSplits(int subtask) {
    flink.signalNoMoreSplits(subtask);
  }

  @Override
  public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
    flink.callAsync(callable, handler);
  }

  @Override
  public <T> void callAsync(
      Callable<T> callable, BiConsumer<T, Throwable> handler, long delay, long period) {
    flink.callAsync(callable, handler, delay, period);
  }

  @Override
  public void runInCoordinatorThread(Runnable runnable) {
    flink.runInCoordinatorThread(runnable);
  }

  @Override
  public void setIsProcessingBacklog(boolean backlog) {
    flink.setIsProcessingBacklog(backlog);
  }
}
