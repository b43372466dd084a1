package io.anomalystack.job.rules;

import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.RuleResult;
import io.anomalystack.model.config.DurationText;
import io.anomalystack.model.detector.Check;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.Rule;
import io.anomalystack.model.text.FindingText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rules a point violates by what happened beside its value: only the point knows. No decision
 * carries the event itself; whether the evidence suffices is for {@link JudgeRules} to say.
 */
public final class EventFindings {
  private static final double MILLIS_PER_SECOND = 1_000;

  private EventFindings() {}

  /** The rules' results, none of them breached so far. */
  public static List<RuleResult> of(Point point, Detector detector) {
    if (point.event() == null) {
      return List.of();
    }
    List<RuleResult> results = new ArrayList<>();
    for (Rule rule : detector.rules()) {
      RuleResult result = rule.watches(point.measure()) ? result(rule, point.event()) : null;
      if (result != null) {
        results.add(result);
      }
    }
    return results;
  }

  private static RuleResult result(Rule rule, Point.Event event) {
    if (rule.check() instanceof Check.Silence silence) {
      long limit = silence.length().toMillis();
      return event.silentMillis() < limit
          ? null
          : result(
              rule,
              event.silentMillis() / MILLIS_PER_SECOND,
              limit / MILLIS_PER_SECOND,
              FindingText.SILENT + DurationText.format(Duration.ofMillis(event.silentMillis())));
    }
    // How many values were none: more than there may be.
    return rule.check() instanceof Check.NotFinite && event.notFinite() != null
        ? result(rule, 1, 0, event.notFinite())
        : null;
  }

  private static RuleResult result(Rule rule, double value, double limit, String detail) {
    return new RuleResult(
        rule.name(),
        false,
        rule.severity(),
        rule.alert(),
        value,
        limit,
        null,
        0,
        rule.of(),
        detail);
  }
}
