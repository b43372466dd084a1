package io.anomalystack.job;

import io.anomalystack.job.ingest.RawRecord;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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
 * A topic that goes on until the test ends it. It restores its offsets, waits where the test wants
 * it to, and fails when it does. One at a time in a JVM.
 */
final class LivePartitions
    implements Source<RawRecord, LivePartitions.Partition, Integer>, Serializable {
  /** How often readers have yet to fail. */
  static final AtomicInteger FAILURES = new AtomicInteger();

  /** How many records each partition has; the test lowers it once it has seen enough. */
  private static long end;

  /** How many records of each partition are there by now. */
  private static long gate;

  /** The next record of each partition. */
  private static final Map<Integer, Long> NEXT = new HashMap<>();

  private static final long PAUSE_NANOS = 300_000;

  private final int partitions;
  private final long start;
  private final Records records;

  /** What is in the topic. */
  interface Records extends Serializable {
    byte[] at(int partition, long offset);
  }

  /** Record n of a partition is of second n. */
  LivePartitions(int partitions, long start) {
    this(
        partitions,
        start,
        (partition, offset) ->
            "{\"t\":%d,\"n\":%d}"
                .formatted(start / 1_000 + offset, offset)
                .getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A topic of any records.
   *
   * @param start Kafka's timestamp of the first, epoch ms; each next is a second later
   */
  LivePartitions(int partitions, long start, Records records) {
    this.partitions = partitions;
    this.start = start;
    this.records = records;
    FAILURES.set(0);
    begin();
  }

  private static synchronized void begin() {
    end = Long.MAX_VALUE;
    gate = Long.MAX_VALUE;
    NEXT.clear();
  }

  /** Ends the topic soon; how many records each of its partitions has then. */
  static synchronized long end() {
    end = NEXT.values().stream().mapToLong(next -> next).max().orElse(0) + 100;
    return end;
  }

  /** Ends the topic there. */
  static synchronized void endAt(long records) {
    end = records;
  }

  /** Holds each partition there. */
  static synchronized void holdAt(long records) {
    gate = records;
  }

  /** Whether all partitions are read as far as they are held. */
  boolean isHeld() {
    return areAt(partitions);
  }

  private static synchronized boolean areAt(int partitions) {
    return NEXT.size() == partitions && NEXT.values().stream().allMatch(next -> next == gate);
  }

  /** Whether a partition has a record at an offset: if so, it is read now. */
  private static synchronized boolean take(int partition, long offset) {
    if (offset >= Math.min(gate, end)) {
      return false;
    }
    NEXT.put(partition, offset + 1);
    return true;
  }

  private static synchronized boolean isAtEnd(long offset) {
    return offset >= end;
  }

  record Partition(int number, long offset) implements SourceSplit {
    @Override
    public String splitId() {
      return "partition-" + number;
    }
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SplitEnumerator<Partition, Integer> createEnumerator(
      SplitEnumeratorContext<Partition> context) {
    return new Enumerator(context, partitions, new ArrayList<>());
  }

  @Override
  public SplitEnumerator<Partition, Integer> restoreEnumerator(
      SplitEnumeratorContext<Partition> context, Integer assigned) {
    List<Integer> given = new ArrayList<>();
    for (int p = 0; p < assigned; p++) {
      given.add(p);
    }
    return new Enumerator(context, partitions, given);
  }

  @Override
  public SourceReader<RawRecord, Partition> createReader(SourceReaderContext context) {
    return new Reader(start, records);
  }

  @Override
  public SimpleVersionedSerializer<Partition> getSplitSerializer() {
    return new TextSerializer<>(
        partition -> partition.number() + ":" + partition.offset(),
        text ->
            new Partition(
                Integer.parseInt(text.split(":")[0]), Long.parseLong(text.split(":")[1])));
  }

  @Override
  public SimpleVersionedSerializer<Integer> getEnumeratorCheckpointSerializer() {
    return new TextSerializer<>(String::valueOf, Integer::valueOf);
  }

  private record TextSerializer<T>(
      java.util.function.Function<T, String> write, java.util.function.Function<String, T> read)
      implements SimpleVersionedSerializer<T> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(T value) {
      return write.apply(value).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public T deserialize(int version, byte[] bytes) {
      return read.apply(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  /** Hands all partitions to the first reader that comes; those that come back, again. */
  private record Enumerator(
      SplitEnumeratorContext<Partition> context, int partitions, List<Integer> given)
      implements SplitEnumerator<Partition, Integer> {
    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, String host) {}

    @Override
    public void addSplitsBack(List<Partition> splits, int subtask) {
      splits.forEach(split -> given.remove((Integer) split.number()));
    }

    @Override
    public void addReader(int subtask) {
      List<Partition> own = new ArrayList<>();
      for (int p = 0; p < partitions; p++) {
        if (!given.contains(p) && p % context.currentParallelism() == subtask) {
          own.add(new Partition(p, 0));
          given.add(p);
        }
      }
      if (!own.isEmpty()) {
        context.assignSplits(new SplitsAssignment<>(Map.of(subtask, own)));
      }
    }

    @Override
    public Integer snapshotState(long checkpointId) {
      return given.size();
    }

    @Override
    public void close() {}
  }

  private static final class Reader implements SourceReader<RawRecord, Partition> {
    private final long start;
    private final Records records;
    private final List<Partition> splits = new ArrayList<>();
    private CompletableFuture<Void> assigned = new CompletableFuture<>();

    Reader(long start, Records records) {
      this.start = start;
      this.records = records;
    }

    @Override
    public void start() {}

    @Override
    public InputStatus pollNext(ReaderOutput<RawRecord> output) throws IOException {
      if (FAILURES.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IOException("as the test wants it");
      }
      if (splits.isEmpty()) {
        return InputStatus.NOTHING_AVAILABLE;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      Partition next = splits.remove(0);
      splits.add(next);
      if (take(next.number(), next.offset())) {
        splits.set(splits.size() - 1, new Partition(next.number(), next.offset() + 1));
        // As new as it says, however many there are: none comes from the future.
        long written = start + 1_000 * next.offset();
        output
            .createOutputForSplit(next.splitId())
            .collect(
                new RawRecord(
                    next.number(),
                    next.offset(),
                    written,
                    records.at(next.number(), next.offset())));
      }
      return splits.stream().allMatch(split -> isAtEnd(split.offset()))
          ? InputStatus.END_OF_INPUT
          : InputStatus.MORE_AVAILABLE;
    }

    @Override
    public List<Partition> snapshotState(long checkpointId) {
      return List.copyOf(splits);
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return assigned;
    }

    @Override
    public void addSplits(List<Partition> added) {
      splits.addAll(added);
      assigned.complete(null);
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
  }
}
