package io.anomalystack.local.quality;

import io.anomalystack.local.labels.Label;
import io.anomalystack.local.labels.Series;
import io.anomalystack.model.Decision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Holds the decisions of a run against labelled windows, in one pass.
 *
 * <p>An alert is right if its period reaches into a window that applies to its series, or begins at
 * most so many periods behind one. A window is found if it has such an alert, of whichever series.
 * What was decided while learning does not count, nor do windows that ended before.
 */
public final class Measurement {
  private final List<Label> labels;
  private final int grace;
  private final Map<String, SeriesMeasurement> bySeries = new LinkedHashMap<>();
  private final FalseAlarms falseAlarms = new FalseAlarms(Quality.MOST_FALSE_ALARMS);
  private final Scores scores = new Scores();
  private final TimeSpan all = new TimeSpan();
  private final TimeSpan counted = new TimeSpan();

  /**
   * A measurement that has seen nothing.
   *
   * @param labels in the order of their start
   * @param grace how many periods behind a window's end still belong to it; with {@code period:
   *     record}, how many points
   */
  public Measurement(List<Label> labels, int grace) {
    this.labels = labels;
    this.grace = grace;
  }

  /** Takes note of a decision; those of a series must come in the order of time. */
  public Judgement decision(Decision decision) {
    SeriesMeasurement series =
        bySeries.computeIfAbsent(decision.timeseriesId(), id -> begin(Series.of(decision)));
    Judgement judgement = series.decision(decision);
    all.include(decision.detectionPeriodStart(), decision.detectionPeriodEnd());
    if (judgement != Judgement.LEARNING) {
      counted.include(decision.detectionPeriodStart(), decision.detectionPeriodEnd());
      scores.add(decision.anomalyScore(), series.isInWindow());
    }
    if (judgement == Judgement.FALSE) {
      falseAlarms.add(decision);
    }
    return judgement;
  }

  private SeriesMeasurement begin(Series series) {
    List<Label> applying = labels.stream().filter(label -> label.appliesTo(series)).toList();
    // Where all apply, as they name no dimension, all series share one list.
    return new SeriesMeasurement(
        series, applying.size() == labels.size() ? labels : applying, grace);
  }

  /** What the decisions so far are worth. */
  public Quality quality() {
    List<WindowResult> windows = labels.stream().map(this::result).toList();
    List<SeriesQuality> series =
        bySeries.values().stream()
            .map(measurement -> measurement.quality(all))
            .sorted(SeriesQuality.WORST_FIRST)
            .toList();
    Totals totals = totals(series, windows);
    return new Quality(
        totals, byKind(windows), series, windows, falseAlarms.inTime(), hint(totals, windows));
  }

  private Totals totals(List<SeriesQuality> series, List<WindowResult> windows) {
    return new Totals(
        series.size(),
        series.stream().map(SeriesQuality::alerts).reduce(Alerts.NONE, Alerts::plus),
        Windows.of(windows),
        Delay.of(windows),
        series.stream().mapToLong(SeriesQuality::learning).sum(),
        windows.stream().filter(window -> window.outcome() == Outcome.LEARNING).count(),
        windows.stream().filter(window -> window.outcome() == Outcome.OUTSIDE).count(),
        counted.from(),
        counted.to());
  }

  /** What all series together made of a window. */
  private WindowResult result(Label label) {
    boolean outside = all.misses(label);
    List<WindowResult> results =
        bySeries.values().stream()
            .filter(measurement -> label.appliesTo(measurement.series()))
            .map(measurement -> measurement.result(label, outside))
            .toList();
    Hit first =
        results.stream()
            .map(WindowResult::hit)
            .filter(Objects::nonNull)
            .min(Comparator.comparingLong(Hit::end).thenComparing(hit -> hit.series().id()))
            .orElse(null);
    OptionalDouble greatest =
        results.stream().flatMapToDouble(result -> result.greatestScore().stream()).max();
    return new WindowResult(label, outcome(results, outside), first, results.size(), greatest);
  }

  /** The best of the outcomes; a window of no series is missed, as nobody looked. */
  private static Outcome outcome(Collection<WindowResult> results, boolean outside) {
    if (outside) {
      return Outcome.OUTSIDE;
    }
    return results.stream()
        .map(WindowResult::outcome)
        .min(Comparator.naturalOrder())
        .orElse(Outcome.MISSED);
  }

  private static List<KindQuality> byKind(List<WindowResult> windows) {
    Map<String, List<WindowResult>> byKind = new LinkedHashMap<>();
    for (WindowResult window : windows) {
      byKind.computeIfAbsent(window.label().kind(), kind -> new ArrayList<>()).add(window);
    }
    return byKind.entrySet().stream()
        .map(
            kind ->
                new KindQuality(
                    kind.getKey(), Windows.of(kind.getValue()), Delay.of(kind.getValue())))
        .toList();
  }

  private Optional<ThresholdHint> hint(Totals totals, List<WindowResult> windows) {
    List<Double> thresholds =
        bySeries.values().stream().map(SeriesMeasurement::threshold).distinct().toList();
    return thresholds.size() == 1
        ? scores.hint(thresholds.get(0), totals, windows)
        : Optional.empty();
  }
}
