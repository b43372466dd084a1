package io.anomalystack.local.quality;

import io.anomalystack.local.labels.Label;
import io.anomalystack.local.labels.Series;
import io.anomalystack.model.Decision;
import io.anomalystack.model.ModelStage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Holds the decisions of one series, in the order of time, against the windows that apply to it.
 */
final class SeriesMeasurement {
  private final Series series;
  private final List<Label> labels;
  private final int grace;
  private final Map<Label, Watch> watches = new HashMap<>();
  private final List<Watch> open = new ArrayList<>();
  private int nextLabel;
  private Alerts alerts = Alerts.NONE;
  private long learning;
  private long learnedAt = Long.MAX_VALUE;
  private double threshold;

  /**
   * @param labels those that apply to the series, in the order of their start
   */
  SeriesMeasurement(Series series, List<Label> labels, int grace) {
    this.series = series;
    this.labels = labels;
    this.grace = grace;
  }

  Judgement decision(Decision decision) {
    threshold = decision.anomalyDecisionThreshold();
    while (nextLabel < labels.size()
        && labels.get(nextLabel).start() < decision.detectionPeriodEnd()) {
      Label label = labels.get(nextLabel++);
      Watch watch = new Watch(label, series);
      watches.put(label, watch);
      open.add(watch);
    }
    open.removeIf(watch -> !watch.takes(decision, grace));
    if (decision.modelStage() == ModelStage.LEARNING) {
      learning++;
      return Judgement.LEARNING;
    }
    learnedAt = Math.min(learnedAt, decision.detectionPeriodStart());
    boolean right = !open.isEmpty();
    boolean alert = decision.alert() == 1;
    alerts = alerts.plus(new Alerts(1, alert ? 1 : 0, alert && right ? 1 : 0));
    if (!alert) {
      return Judgement.QUIET;
    }
    return right ? Judgement.RIGHT : Judgement.FALSE;
  }

  /** Whether the decision just taken belongs to a window. */
  boolean isInWindow() {
    return !open.isEmpty();
  }

  Series series() {
    return series;
  }

  /** The detector's threshold. */
  double threshold() {
    return threshold;
  }

  /** What this series itself made of a window that applies to it. */
  WindowResult result(Label label, boolean outside) {
    Watch watch = watches.get(label);
    Hit hit = watch == null ? null : watch.hit();
    Outcome outcome = outcome(label, watch, outside);
    return new WindowResult(
        label,
        outcome,
        outcome == Outcome.FOUND ? hit : null,
        1,
        watch == null ? OptionalDouble.empty() : watch.greatestScore());
  }

  private Outcome outcome(Label label, Watch watch, boolean outside) {
    if (outside) {
      return Outcome.OUTSIDE;
    }
    boolean beforeItLearned = label.end() <= learnedAt && (watch == null || !watch.hadLearned());
    if (beforeItLearned || (watch != null && watch.wasLearningThroughout())) {
      return Outcome.LEARNING;
    }
    return watch != null && watch.hit() != null ? Outcome.FOUND : Outcome.MISSED;
  }

  SeriesQuality quality(TimeSpan run) {
    Map<Boolean, List<WindowResult>> results =
        labels.stream()
            .map(label -> result(label, run.misses(label)))
            .collect(Collectors.partitioningBy(result -> result.label().names(series)));
    List<WindowResult> named = results.get(true);
    return new SeriesQuality(
        series,
        alerts,
        Windows.of(named),
        Delay.of(named),
        threshold,
        learning,
        named,
        results.get(false));
  }
}
