package io.anomalystack.local.replay;

import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectedRecordJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Brings rejected records into the order of the input, with next to no memory.
 *
 * <p>They come from a few tasks, each of which rejects in the input's order, but mixed. Each record
 * is appended to the first run of records that it may follow, or else begins a new one; so there
 * are hardly more runs than tasks, and merging them gives the whole in order.
 */
final class RejectedSpool implements AutoCloseable {
  private final Path directory;
  private final List<RejectedRun> runs = new ArrayList<>();

  /** A spool with its files in a directory that the caller deletes. */
  RejectedSpool(Path directory) {
    this.directory = directory;
  }

  void add(RejectedRecord rejected) throws IOException {
    RejectedRun.Entry entry =
        new RejectedRun.Entry(
            rejected.offset(),
            rejected.detector() == null ? "" : rejected.detector(),
            rejected.measure() == null ? "" : rejected.measure(),
            RejectedRecordJson.write(rejected));
    runFor(entry).append(entry);
  }

  /** Of all runs that accept it the furthest, so that the others wait for tasks that lag behind. */
  private RejectedRun runFor(RejectedRun.Entry entry) throws IOException {
    for (RejectedRun run : runs) {
      if (run.accepts(entry)) {
        return run;
      }
    }
    RejectedRun run = new RejectedRun(directory.resolve("rejected-" + runs.size()));
    runs.add(run);
    return run;
  }

  /** Writes all as JSON Lines; nothing can be added any more. */
  void writeInOrder(OutputStream out) throws IOException {
    PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparing(Head::entry));
    for (RejectedRun run : runs) {
      heads.add(new Head(run.next(), run));
    }
    while (!heads.isEmpty()) {
      Head head = heads.poll();
      out.write(head.entry().json());
      out.write('\n');
      RejectedRun.Entry next = head.run().next();
      if (next != null) {
        heads.add(new Head(next, head.run()));
      }
    }
  }

  private record Head(RejectedRun.Entry entry, RejectedRun run) {}

  @Override
  public void close() throws IOException {
    for (RejectedRun run : runs) {
      run.close();
    }
  }
}
