package io.anomalystack.local.replay;

import io.anomalystack.local.flink.InProcessSink.Taker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Brings what comes out of a job into the order of a replay's output: by time, and within the same
 * time as the order says. It is held back until nothing can come any more that belongs before it.
 *
 * @param <T> what is held back
 */
public final class HeldBack<T> {
  private final OutputOrder<T> order;
  private final TreeMap<Long, List<T>> byTime = new TreeMap<>();

  /** Holds back nothing yet. */
  public HeldBack(OutputOrder<T> order) {
    this.order = order;
  }

  /** Holds one back. */
  public void add(T element) {
    byTime.computeIfAbsent(order.timeOf(element), time -> new ArrayList<>()).add(element);
  }

  /**
   * Hands on what can be handed on.
   *
   * @param settled nothing of this instant, in epoch ms, or before will be added any more
   */
  public void release(long settled, Taker<T> taker) throws IOException {
    while (!byTime.isEmpty() && byTime.firstKey() <= settled) {
      List<T> sameTime = byTime.pollFirstEntry().getValue();
      sameTime.sort(order::compare);
      for (T element : sameTime) {
        taker.take(element);
      }
    }
  }
}
