package io.anomalystack.local.page;

import io.anomalystack.local.quality.Judgement;
import io.anomalystack.model.Decision;
import java.nio.ByteBuffer;

/**
 * What is drawn of a decision.
 *
 * @param time of the record, or the start of the period, epoch ms
 * @param value the period's
 * @param lower not a number where unknown
 * @param upper not a number where unknown
 * @param predicted what was expected; not a number where unknown
 * @param score 0 to 100
 * @param judgement what the labels say of it
 * @param filled whether the period held no record
 */
record PlotPoint(
    long time,
    double value,
    double lower,
    double upper,
    double predicted,
    double score,
    Judgement judgement,
    boolean filled) {
  static final int BYTES = Long.BYTES + 5 * Double.BYTES + 2;

  static PlotPoint of(Decision decision, Judgement judgement) {
    return new PlotPoint(
        decision.recordTime() == null ? decision.detectionPeriodStart() : decision.recordTime(),
        decision.aggregatedMeasureValue(),
        orNotANumber(decision.lowerBound()),
        orNotANumber(decision.upperBound()),
        predicted(decision),
        decision.anomalyScore(),
        judgement,
        decision.filled());
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

  void write(ByteBuffer bytes) {
    bytes.putLong(time).putDouble(value).putDouble(lower).putDouble(upper);
    bytes.putDouble(predicted).putDouble(score);
    bytes.put((byte) judgement.code()).put((byte) (filled ? 1 : 0));
  }

  static PlotPoint read(ByteBuffer bytes) {
    return new PlotPoint(
        bytes.getLong(),
        bytes.getDouble(),
        bytes.getDouble(),
        bytes.getDouble(),
        bytes.getDouble(),
        bytes.getDouble(),
        Judgement.of(bytes.get()),
        bytes.get() == 1);
  }

  boolean isAlert() {
    return judgement == Judgement.RIGHT || judgement == Judgement.FALSE;
  }
}
