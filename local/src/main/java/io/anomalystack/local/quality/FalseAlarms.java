package io.anomalystack.local.quality;

import io.anomalystack.model.Decision;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The strongest false alarms: however many there are, so many are kept. */
final class FalseAlarms {
  private static final Comparator<Decision> IN_TIME =
      Comparator.comparingLong(Decision::detectionPeriodEnd)
          .thenComparing(Decision::detectorName)
          .thenComparing(Decision::timeseriesId);

  /** Weakest first; of equals the latest. */
  private final PriorityQueue<Decision> kept =
      new PriorityQueue<>(
          Comparator.comparingDouble(Decision::anomalyScore).thenComparing(IN_TIME.reversed()));

  private final int most;

  FalseAlarms(int most) {
    this.most = most;
  }

  void add(Decision decision) {
    kept.add(decision);
    if (kept.size() > most) {
      kept.poll();
    }
  }

  List<Decision> inTime() {
    return kept.stream().sorted(IN_TIME).toList();
  }
}
