package io.anomalystack.model.change;

import io.anomalystack.model.detector.Check;
import io.anomalystack.model.detector.Rule;
import java.util.List;

/** Rules, which remember some values of a series each. */
final class RuleKeys {
  private static final String ANEW = "the rule itself begins anew";

  static final Named<Rule> RULES =
      new Named<>(
          "rules",
          Rule::name,
          List.of(
              // A rule judges by what it is: check and measure.
              Key.of("", ValueText::of, Verdict.keeps(ANEW)),
              Key.of("evidence", rule -> rule.points() + " of " + rule.of(), Verdict.atOnce()),
              Key.of("severity", Rule::severity, Verdict.atOnce()),
              Key.of("alert", Rule::alert, Verdict.atOnce())),
          RuleKeys::added,
          rule -> Verdict.atOnce(),
          Verdict.atOnce());

  private RuleKeys() {}

  private static Verdict added(Rule rule) {
    int least = 0;
    if (rule.check() instanceof Check.Relative relative) {
      least = relative.leastPoints();
    } else if (rule.check() instanceof Check.ZScore zScore) {
      least = zScore.leastPoints();
    }
    return Verdict.atOnce(
        least == 0 ? "" : "it judges a series once it has seen " + least + " values");
  }
}
