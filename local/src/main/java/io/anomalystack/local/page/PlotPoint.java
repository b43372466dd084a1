package io.anomalystack.local.page;

import io.anomalystack.local.quality.Judgement;
import io.anomalystack.model.Decision;
import io.anomalystack.model.MeasureDecision;

/**
 * What is drawn of a decision, or of one of the measures that it judges together.
 *
 * @param time of the record, or the start of the period, epoch ms
 * @param value the period's
 * @param lower not a number where unknown
 * @param upper not a number where unknown
 * @param predicted what was expected; not a number where unknown
 * @param score 0 to 100
 * @param judgement what the labels say of it
 * @param filled whether the period held no record
 * @param reason why what looked unusual is no anomaly; null where nothing was held back
 */
record PlotPoint(
    long time,
    double value,
    double lower,
    double upper,
    double predicted,
    double score,
    Judgement judgement,
    boolean filled,
    String reason) {

  static PlotPoint of(Decision decision, Judgement judgement) {
    return new PlotPoint(
        time(decision),
        decision.aggregatedMeasureValue(),
        orNotANumber(decision.lowerBound()),
        orNotANumber(decision.upperBound()),
        predicted(decision),
        decision.anomalyScore(),
        judgement,
        decision.filled(),
        reason(decision));
  }

  static PlotPoint of(Decision decision, MeasureDecision measure, Judgement judgement) {
    return new PlotPoint(
        time(decision),
        measure.value(),
        orNotANumber(measure.lowerBound()),
        orNotANumber(measure.upperBound()),
        orNotANumber(measure.predictedValue()),
        decision.anomalyScore(),
        judgement,
        decision.filled(),
        reason(decision));
  }

  private static long time(Decision decision) {
    return decision.recordTime() == null ? decision.detectionPeriodStart() : decision.recordTime();
  }

  /** In the words of the decision's fields, so that it can be looked up. */
  private static String reason(Decision decision) {
    if (decision.suppression() != null) {
      return "suppressed by " + decision.suppression().by();
    }
    String heldBack = decision.explanation().heldBack();
    return heldBack == null ? null : "held back: " + heldBack;
  }

  /** Where nothing is predicted, an expected value says something only of odd points. */
  private static double predicted(Decision decision) {
    return decision.predictedValue() == null && decision.anomalyScore() > 0
        ? decision.expectedValue()
        : orNotANumber(decision.predictedValue());
  }

  private static double orNotANumber(Double number) {
    return number == null ? Double.NaN : number;
  }

  boolean isAlert() {
    return judgement == Judgement.RIGHT || judgement == Judgement.FALSE;
  }
}
