package io.anomalystack.local.flink;

import java.util.HashSet;
import java.util.Set;
import org.apache.flink.metrics.Counter;

/** How many records the job's operators have taken in, as Flink itself counts them. */
public final class RecordCounters {
  private final Tasks sources = new Tasks();
  private final Tasks aggregations = new Tasks();

  /** Records read, whatever became of them. Read again after a restart, they count again. */
  public long read() {
    return sources.sum();
  }

  /** What the records said to the detectors: at most one each for a record and a detector. */
  public long samples() {
    return aggregations.sum();
  }

  void added(String operator, Counter counter) {
    if (operator.startsWith("Source: ")) {
      sources.added(counter);
    } else if (operator.startsWith("aggregate ")) {
      aggregations.added(counter);
    }
  }

  void removed(Counter counter) {
    sources.removed(counter);
    aggregations.removed(counter);
  }

  /** The counters of all tasks of one operator, those that have ended included. */
  private static final class Tasks {
    private final Set<Counter> running = new HashSet<>();
    private long ended;

    synchronized void added(Counter counter) {
      running.add(counter);
    }

    synchronized void removed(Counter counter) {
      if (running.remove(counter)) {
        ended += counter.getCount();
      }
    }

    synchronized long sum() {
      return ended + running.stream().mapToLong(Counter::getCount).sum();
    }
  }
}
