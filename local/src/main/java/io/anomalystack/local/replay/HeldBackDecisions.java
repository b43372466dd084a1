package io.anomalystack.local.replay;

import io.anomalystack.local.flink.InProcessSink.Taker;
import io.anomalystack.model.Decision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Brings decisions into the order of a replay's output: by the end of their periods, detector and
 * series. They are held back until nothing can come any more that belongs before them.
 */
public final class HeldBackDecisions {
  private final TreeMap<Long, List<Decision>> byEnd = new TreeMap<>();

  /** Holds a decision back. */
  public void add(Decision decision) {
    byEnd.computeIfAbsent(decision.detectionPeriodEnd(), end -> new ArrayList<>()).add(decision);
  }

  /**
   * Hands on what can be handed on.
   *
   * @param settled no decision of a period that ends at this instant, in epoch ms, or before will
   *     be added any more
   */
  public void release(long settled, Taker<Decision> taker) throws IOException {
    while (!byEnd.isEmpty() && byEnd.firstKey() <= settled) {
      List<Decision> sameEnd = byEnd.pollFirstEntry().getValue();
      sameEnd.sort(DecisionOrder.WITHIN_END);
      for (Decision decision : sameEnd) {
        taker.take(decision);
      }
    }
  }
}
