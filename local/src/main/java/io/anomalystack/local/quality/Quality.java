package io.anomalystack.local.quality;

import io.anomalystack.model.Decision;
import java.util.List;
import java.util.Optional;

/**
 * How good a run's decisions are, held against the labels.
 *
 * @param totals all in all
 * @param byKind by the windows' kind, in the order of the first window of each
 * @param bySeries worst first
 * @param windows what became of each window, in the order of their start
 * @param falseAlarms the strongest ones, at most {@link #MOST_FALSE_ALARMS}, in the order of time
 * @param hint a better threshold; empty where there is none, or more than one detector
 */
public record Quality(
    Totals totals,
    List<KindQuality> byKind,
    List<SeriesQuality> bySeries,
    List<WindowResult> windows,
    List<Decision> falseAlarms,
    Optional<ThresholdHint> hint) {
  /** More of them are counted, but not kept. */
  public static final int MOST_FALSE_ALARMS = 1_000;

  /** What became of windows of one outcome. */
  public List<WindowResult> windows(Outcome outcome) {
    return windows.stream().filter(window -> window.outcome() == outcome).toList();
  }
}
