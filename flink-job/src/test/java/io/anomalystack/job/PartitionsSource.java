package io.anomalystack.job;

import io.anomalystack.job.ingest.RawRecord;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A bounded topic in memory, of any number of partitions: for what a test wants to say of the
 * topology alone. Readers take their splits' records in turn. It restores no progress.
 */
final class PartitionsSource
    implements Source<RawRecord, PartitionsSource.Partition, Integer>, Serializable {
  private final List<List<byte[]>> partitions;
  private final boolean open;

  PartitionsSource(List<List<byte[]>> partitions) {
    this(partitions, false);
  }

  /**
   * A topic that may be without an end.
   *
   * @param open whether more could come after the last record, which it never does
   */
  PartitionsSource(List<List<byte[]>> partitions, boolean open) {
    this.open = open;
    this.partitions = partitions.stream().map(ArrayList::new).collect(Collectors.toList());
  }

  record Partition(int number) implements SourceSplit {
    @Override
    public String splitId() {
      return "partition-" + number;
    }
  }

  @Override
  public Boundedness getBoundedness() {
    return open ? Boundedness.CONTINUOUS_UNBOUNDED : Boundedness.BOUNDED;
  }

  @Override
  public SplitEnumerator<Partition, Integer> createEnumerator(
      SplitEnumeratorContext<Partition> context) {
    return new Enumerator(context, partitions.size());
  }

  @Override
  public SplitEnumerator<Partition, Integer> restoreEnumerator(
      SplitEnumeratorContext<Partition> context, Integer checkpoint) {
    return new Enumerator(context, partitions.size());
  }

  @Override
  public SourceReader<RawRecord, Partition> createReader(SourceReaderContext context) {
    return new Reader(partitions, open);
  }

  @Override
  public SimpleVersionedSerializer<Partition> getSplitSerializer() {
    return new NumberSerializer<>(Partition::new, Partition::number);
  }

  @Override
  public SimpleVersionedSerializer<Integer> getEnumeratorCheckpointSerializer() {
    return new NumberSerializer<>(n -> n, n -> n);
  }

  private record NumberSerializer<T>(
      java.util.function.IntFunction<T> make, java.util.function.ToIntFunction<T> number)
      implements SimpleVersionedSerializer<T> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(T value) {
      return Integer.toString(number.applyAsInt(value)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public T deserialize(int version, byte[] bytes) {
      return make.apply(Integer.parseInt(new String(bytes, StandardCharsets.UTF_8)));
    }
  }

  private record Enumerator(SplitEnumeratorContext<Partition> context, int partitions)
      implements SplitEnumerator<Partition, Integer> {
    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, String host) {}

    @Override
    public void addSplitsBack(List<Partition> splits, int subtask) {}

    @Override
    public void addReader(int subtask) {
      List<Partition> own = new ArrayList<>();
      for (int p = subtask; p < partitions; p += context.currentParallelism()) {
        own.add(new Partition(p));
      }
      if (!own.isEmpty()) {
        context.assignSplits(new SplitsAssignment<>(Map.of(subtask, own)));
      }
      context.signalNoMoreSplits(subtask);
    }

    @Override
    public Integer snapshotState(long checkpointId) {
      return partitions;
    }

    @Override
    public void close() {}
  }

  private static final class Reader implements SourceReader<RawRecord, Partition> {
    private final List<List<byte[]>> partitions;
    private final boolean open;
    private final List<Partition> splits = new ArrayList<>();
    private final Map<Partition, Integer> next = new HashMap<>();
    private final CompletableFuture<Void> complete = new CompletableFuture<>();
    private CompletableFuture<Void> more = complete;

    Reader(List<List<byte[]>> partitions, boolean open) {
      this.partitions = partitions;
      this.open = open;
    }

    @Override
    public void start() {}

    @Override
    public InputStatus pollNext(ReaderOutput<RawRecord> output) {
      if (!complete.isDone()) {
        return InputStatus.NOTHING_AVAILABLE;
      }
      if (splits.isEmpty() && open) {
        more = new CompletableFuture<>();
        return InputStatus.NOTHING_AVAILABLE;
      }
      if (splits.isEmpty()) {
        return InputStatus.END_OF_INPUT;
      }
      Partition split = splits.remove(0);
      int offset = next.merge(split, 1, Integer::sum) - 1;
      List<byte[]> records = partitions.get(split.number());
      if (offset < records.size()) {
        output
            .createOutputForSplit(split.splitId())
            .collect(
                new RawRecord(split.number(), offset, RawRecord.NO_TIMESTAMP, records.get(offset)));
        splits.add(split);
      } else if (!open) {
        output.releaseOutputForSplit(split.splitId());
      }
      return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public List<Partition> snapshotState(long checkpointId) {
      return List.copyOf(splits);
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return more;
    }

    @Override
    public void addSplits(List<Partition> added) {
      splits.addAll(added);
    }

    @Override
    public void notifyNoMoreSplits() {
      complete.complete(null);
    }

    @Override
    public void close() {}
  }
}
