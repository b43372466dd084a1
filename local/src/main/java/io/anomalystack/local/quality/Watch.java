package io.anomalystack.local.quality;

import io.anomalystack.local.labels.Label;
import io.anomalystack.local.labels.Series;
import io.anomalystack.model.Decision;
import io.anomalystack.model.ModelStage;
import java.time.Duration;
import java.util.OptionalDouble;

/** A labelled window as one series goes through it: from the first period that reaches into it. */
final class Watch {
  private final Label label;
  private final Series series;
  private long points;
  private long pointsBehind;
  private boolean learning;
  private boolean learned;
  private Hit hit;
  private double greatestScore = -1;

  Watch(Label label, Series series) {
    this.label = label;
    this.series = series;
  }

  /**
   * Takes note of a decision whose period ends behind the window's start.
   *
   * @param grace how many periods behind the window's end still belong to it; with {@code period:
   *     record}, how many points
   * @return whether the decision belongs to the window
   */
  boolean takes(Decision decision, int grace) {
    points++;
    boolean inside = decision.detectionPeriodStart() < label.end();
    pointsBehind += inside ? 0 : 1;
    boolean scored = decision.modelStage() == ModelStage.INFERENCE;
    learned |= inside && scored;
    learning |= inside && !scored;
    if (!inside && isBeyond(decision, grace)) {
      return false;
    }
    if (scored) {
      greatestScore = Math.max(greatestScore, decision.anomalyScore());
      if (decision.alert() == 1 && hit == null) {
        hit = hit(decision);
      }
    }
    return true;
  }

  /** Whether a period behind the window is too far behind; so are all that follow. */
  private boolean isBeyond(Decision decision, int grace) {
    if (decision.sequence() != null) {
      return pointsBehind > grace;
    }
    return decision.detectionPeriodStart() >= label.end() + grace * length(decision);
  }

  private Hit hit(Decision decision) {
    long delay = decision.detectionPeriodEnd() - label.start();
    return new Hit(
        series,
        decision.detectionPeriodStart(),
        decision.detectionPeriodEnd(),
        decision.anomalyScore(),
        Duration.ofMillis(delay),
        decision.sequence() != null ? points : beganPeriods(delay, length(decision)));
  }

  private static long beganPeriods(long time, long period) {
    return (time + period - 1) / period;
  }

  private static long length(Decision decision) {
    return decision.detectionPeriodEnd() - decision.detectionPeriodStart();
  }

  /** Whether the series was decided inside the window, and its model was learning throughout. */
  boolean wasLearningThroughout() {
    return learning && !learned;
  }

  /** Whether the series was decided inside the window when its model had learned. */
  boolean hadLearned() {
    return learned;
  }

  /** The first alert that belongs to the window, or null. */
  Hit hit() {
    return hit;
  }

  OptionalDouble greatestScore() {
    return greatestScore < 0 ? OptionalDouble.empty() : OptionalDouble.of(greatestScore);
  }
}
