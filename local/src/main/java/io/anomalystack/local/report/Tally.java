package io.anomalystack.local.report;

import io.anomalystack.model.Decision;
import io.anomalystack.model.RejectionReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** What came out of a run, counted as it comes; by any number of threads. */
public final class Tally {
  private static final int TOP = 10;

  /** Greatest score first; the order of time among equals. */
  private static final Comparator<Decision> STRONGEST_FIRST =
      Comparator.comparingDouble(Decision::anomalyScore)
          .reversed()
          .thenComparingLong(Decision::detectionPeriodEnd)
          .thenComparing(Decision::timeseriesId);

  private final Set<String> series = new HashSet<>();
  private final Map<RejectionReason, Long> rejected = new EnumMap<>(RejectionReason.class);
  private final PriorityQueue<Decision> strongest = new PriorityQueue<>(STRONGEST_FIRST.reversed());
  private long decisions;
  private long anomalies;

  /** Counts a decision. */
  public synchronized void decision(Decision decision) {
    decisions++;
    series.add(decision.timeseriesId());
    if (decision.alert() == 1) {
      anomalies++;
      strongest.add(decision);
      if (strongest.size() > TOP) {
        strongest.poll();
      }
    }
  }

  /** Counts a rejected record, or measure of one. */
  public synchronized void rejected(RejectionReason reason) {
    rejected.merge(reason, 1L, Long::sum);
  }

  public synchronized long decisions() {
    return decisions;
  }

  public synchronized long anomalies() {
    return anomalies;
  }

  /** How many different time series the decisions are about. */
  public synchronized long series() {
    return series.size();
  }

  /** How many rejections there were for each reason. */
  public synchronized Map<RejectionReason, Long> rejected() {
    return new EnumMap<>(rejected);
  }

  /** The anomalies with the greatest scores, greatest first. */
  public synchronized List<Decision> strongest() {
    List<Decision> sorted = new ArrayList<>(strongest);
    sorted.sort(STRONGEST_FIRST);
    return sorted;
  }
}
