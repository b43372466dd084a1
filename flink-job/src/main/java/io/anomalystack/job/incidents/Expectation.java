package io.anomalystack.job.incidents;

import io.anomalystack.model.Decision;
import io.anomalystack.model.MeasureDecision;
import java.util.ArrayList;
import java.util.List;

/**
 * What a measure was, and what was expected of it; saved in the job's state.
 *
 * @param measure the measure's name
 * @param value in the measure's unit, as all others
 * @param lower the least that was usual
 * @param predicted the most likely value
 * @param upper the greatest that was usual
 */
public record Expectation(
    String measure, double value, double lower, double predicted, double upper) {

  /** Of a decision's measures those of which something was expected. */
  static List<Expectation> of(Decision decision) {
    List<Expectation> expectations = new ArrayList<>();
    if (decision.measures().isEmpty()) {
      add(
          expectations,
          decision.measure(),
          decision.aggregatedMeasureValue(),
          decision.lowerBound(),
          decision.predictedValue(),
          decision.upperBound());
    }
    for (MeasureDecision each : decision.measures()) {
      add(
          expectations,
          each.name(),
          each.value(),
          each.lowerBound(),
          each.predictedValue(),
          each.upperBound());
    }
    return expectations;
  }

  private static void add(
      List<Expectation> expectations,
      String measure,
      double value,
      Double lower,
      Double predicted,
      Double upper) {
    if (lower != null && predicted != null && upper != null) {
      expectations.add(new Expectation(measure, value, lower, predicted, upper));
    }
  }

  private boolean excludes(double other) {
    return other < lower || other > upper;
  }

  /**
   * What a later anomaly leaves of this one: its value, where that is not usual here either and
   * this value does not go on in it. What was usual stays as it was before all anomalies.
   */
  Expectation and(Expectation anomaly) {
    return !excludes(anomaly.value) || goesOnIn(anomaly)
        ? this
        : new Expectation(measure, anomaly.value, lower, predicted, upper);
  }

  /**
   * Whether a later value still is what this anomalous one was: outside of what was usual here,
   * nearer to this value than to the one predicted here, and not usual by now.
   */
  boolean goesOnIn(Expectation later) {
    double halfway = predicted + (value - predicted) / 2;
    boolean alike =
        value > upper
            ? later.value > Math.max(halfway, upper)
            : value < lower && later.value < Math.min(halfway, lower);
    return alike && !later.hasAccepted(this);
  }

  /**
   * Whether the model has made this value its new usual: it lies within the bounds, and what was
   * usual before does no longer. As long as the model holds both for possible it has not.
   */
  private boolean hasAccepted(Expectation before) {
    boolean formerIsPossible = lower <= before.predicted && before.predicted <= upper;
    return !excludes(value) && !formerIsPossible;
  }
}
