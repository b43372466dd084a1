package io.anomalystack.job.rules;

import io.anomalystack.model.Decision;
import io.anomalystack.model.MeasureDecision;
import io.anomalystack.model.RuleResult;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.MissingPolicy;
import java.util.ArrayList;
import java.util.List;

/** All rules at work on one time series. */
final class SeriesJudge {
  /** No period yet. */
  static final long NOTHING = Long.MIN_VALUE;

  /** In the detector's order. */
  final List<RuleJudge> rules;

  /** The end of the last period judged, epoch ms. */
  long seen = NOTHING;

  private SeriesJudge(List<RuleJudge> rules) {
    this.rules = rules;
  }

  /**
   * Nothing judged yet.
   *
   * @param measure the series'; of a joint series no single one
   */
  static SeriesJudge of(Detector detector, String measure) {
    return new SeriesJudge(
        detector.rules().stream()
            .filter(rule -> detector.joint() || rule.watches(measure))
            .map(RuleJudge::new)
            .toList());
  }

  /** Judges the next point: what it violates, in the detector's order. */
  List<RuleResult> judge(Decision decision, Detector detector) {
    seen = Math.max(seen, decision.detectionPeriodEnd());
    if (decision.suppression() != null && decision.suppression().isByCalendar()) {
      // Neither alerted nor learned, by the rules as by the model.
      return List.of();
    }
    boolean valued = isValued(decision, detector);
    List<RuleResult> results = new ArrayList<>();
    for (RuleJudge rule : rules) {
      RuleResult result = null;
      if (rule.isOfEvents()) {
        result = rule.event(found(decision, rule));
      } else if (valued) {
        Double value = value(decision, rule, detector);
        result = value == null ? null : rule.value(value);
      }
      if (result != null) {
        results.add(result);
      }
    }
    return results;
  }

  /**
   * Whether the value is one: read, or the zero that a period without a record counts as. What was
   * no number is none, though the last value shown in its place may be zero.
   */
  private boolean isValued(Decision decision, Detector detector) {
    return !decision.filled()
        || (detector.missing() == MissingPolicy.ZERO
            && decision.aggregatedMeasureValue() == 0
            && rules.stream()
                .noneMatch(judge -> judge.rule.readsNotFinite() && found(decision, judge) != null));
  }

  private static RuleResult found(Decision decision, RuleJudge rule) {
    for (RuleResult result : decision.findings().ruleResults()) {
      if (result.name().equals(rule.rule.name())) {
        return result;
      }
    }
    return null;
  }

  private static Double value(Decision decision, RuleJudge rule, Detector detector) {
    if (!detector.joint()) {
      return decision.aggregatedMeasureValue();
    }
    for (MeasureDecision measure : decision.measures()) {
      if (measure.name().equals(rule.rule.measure())) {
        return measure.value();
      }
    }
    return null;
  }
}
