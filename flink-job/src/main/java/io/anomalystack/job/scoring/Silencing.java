package io.anomalystack.job.scoring;

import io.anomalystack.detection.MeasureVerdict;
import io.anomalystack.detection.Verdict;
import io.anomalystack.model.Suppression;
import io.anomalystack.model.detector.Margins;
import io.anomalystack.model.detector.Steering;

/**
 * Whether the user asked not to hear of a point, however unusual it is. The model knows nothing of
 * it: what it learns, and so every later score, is the same whatever is silenced.
 */
final class Silencing {
  private Silencing() {}

  /** What silences a verdict by the series' own settings; null if nothing does. */
  static Suppression of(Verdict verdict, Steering steering) {
    if (!(verdict.score() > 0)) {
      return null;
    }
    if (isOnTheOtherSide(verdict.leading(), steering)) {
      return new Suppression(verdict.score(), Suppression.DIRECTION);
    }
    return isNear(verdict, steering.margins())
        ? new Suppression(verdict.score(), Suppression.MARGINS)
        : null;
  }

  private static boolean isOnTheOtherSide(MeasureVerdict leading, Steering steering) {
    double usual = Double.isNaN(leading.predicted()) ? leading.expected() : leading.predicted();
    return switch (steering.direction()) {
      case UP -> leading.value() <= usual;
      case DOWN -> leading.value() >= usual;
      case BOTH -> false;
    };
  }

  /** Whether every measure is; one without a prediction never is. */
  private static boolean isNear(Verdict verdict, Margins margins) {
    if (margins.absolute() == 0 && margins.relative() == 0) {
      return false;
    }
    for (MeasureVerdict measure : verdict.measures()) {
      double distance = Math.abs(measure.value() - measure.predicted());
      if (!(distance <= margins.around(measure.predicted()))) {
        return false;
      }
    }
    return true;
  }
}
