package io.anomalystack.detection.forest;

import com.amazon.randomcutforest.parkservices.AnomalyDescriptor;
import com.amazon.randomcutforest.parkservices.config.CorrectionMode;
import com.amazon.randomcutforest.returntypes.DiVector;
import io.anomalystack.detection.Explanation;
import io.anomalystack.detection.Explanation.HeldBack;
import io.anomalystack.detection.Verdict;
import io.anomalystack.detection.guard.Frame;
import io.anomalystack.detection.guard.SeriesGuard;
import io.anomalystack.model.ModelStage;

/** Says in the measure's unit what the forest found in its own. */
final class Verdicts {

  private static final double[] NO_ATTRIBUTION = {};

  private Verdicts() {}

  /**
   * @param guard has already learned the point
   */
  static Verdict of(double value, AnomalyDescriptor found, Frame frame, SeriesGuard guard) {
    double grade = found.getAnomalyGrade();
    return new Verdict(
        value,
        100 * grade,
        confidence(found),
        ModelStage.INFERENCE,
        grade > 0 ? expectedValue(found, frame, guard) : 0,
        isUnusual(found) ? explain(found, guard) : null);
  }

  static Verdict ofImputed(double value, AnomalyDescriptor found) {
    return new Verdict(value, 0, confidence(found), ModelStage.INFERENCE, 0, null);
  }

  private static double confidence(AnomalyDescriptor found) {
    return 100 * found.getDataConfidence();
  }

  private static double expectedValue(AnomalyDescriptor found, Frame frame, SeriesGuard guard) {
    double[][] expected = found.getExpectedValuesList();
    return expected == null ? guard.level() : frame.fromFrame(expected[0][0]);
  }

  private static boolean isUnusual(AnomalyDescriptor found) {
    return found.getAnomalyGrade() > 0 || found.getCorrectionMode() != CorrectionMode.NONE;
  }

  private static Explanation explain(AnomalyDescriptor found, SeriesGuard guard) {
    boolean anomaly = found.getAnomalyGrade() > 0;
    int relativeIndex = anomaly ? found.getRelativeIndex() : 0;
    return new Explanation(
        found.getRCFScore(),
        found.getThreshold(),
        relativeIndex,
        guard.valueAgo(-relativeIndex),
        anomaly ? shares(found.getAttribution()) : NO_ATTRIBUTION,
        anomaly ? null : heldBack(found.getCorrectionMode()));
  }

  private static double[] shares(DiVector attribution) {
    double sum = attribution.getHighLowSum();
    double[] shares = new double[attribution.getDimensions()];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = attribution.getHighLowSum(i) / sum;
    }
    return shares;
  }

  private static HeldBack heldBack(CorrectionMode mode) {
    return switch (mode) {
      case NOISE, FORECAST, CONDITIONAL_FORECAST -> HeldBack.NEAR_EXPECTED;
      default -> HeldBack.EXPLAINED_BY_RECENT_POINTS;
    };
  }
}
