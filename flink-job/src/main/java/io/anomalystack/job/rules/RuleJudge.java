package io.anomalystack.job.rules;

import io.anomalystack.model.RuleResult;
import io.anomalystack.model.Severity;
import io.anomalystack.model.detector.Check;
import io.anomalystack.model.detector.Check.Side;
import io.anomalystack.model.detector.Rule;
import io.anomalystack.model.gpu.Xid;
import io.anomalystack.model.text.FindingText;
import io.anomalystack.model.text.ReadableNumber;
import java.util.Locale;

/** One rule at work on one time series: what it remembers of the points before. */
final class RuleJudge {
  private static final double PER_CENT = 100;

  final Rule rule;

  /** Which of the latest points violated it, the newest in the lowest bit. */
  long evidence;

  /** The values that its limit is relative to; null where it looks at none. */
  final Recent recent;

  /** The last Xid. */
  long code;

  RuleJudge(Rule rule) {
    this.rule = rule;
    this.recent = mostRecent(rule) == 0 ? null : new Recent(mostRecent(rule));
  }

  /** How many values of a series the rule remembers at most. */
  static int mostRecent(Rule rule) {
    Check check = rule.check();
    if (check instanceof Check.Relative relative) {
      return relative.over();
    }
    return check instanceof Check.ZScore zScore ? zScore.over() : 0;
  }

  /** Whether it judges what happens beside a value. */
  boolean isOfEvents() {
    return rule.check() instanceof Check.Silence || rule.check() instanceof Check.NotFinite;
  }

  /** Takes the next point of a rule of events. */
  RuleResult event(RuleResult found) {
    evidence = evidence << 1 | (found == null ? 0 : 1);
    return found == null
        ? null
        : result(
            new Violation(found.value(), found.limit(), found.baseline(), found.detail()),
            rule.severity());
  }

  /**
   * Takes the next value of its measure.
   *
   * @return null where the value does not violate it, or nothing can be said yet
   */
  RuleResult value(double value) {
    Check check = rule.check();
    if (check instanceof Check.Limit limit) {
      boolean beyond = isBeyond(limit.side(), value, limit.limit());
      return judged(
          beyond ? new Violation(value, limit.limit(), null, null) : null, rule.severity());
    }
    if (check instanceof Check.Relative relative) {
      return relative(relative, value);
    }
    return check instanceof Check.ZScore zScore ? zScore(zScore, value) : xid(value);
  }

  private static boolean isBeyond(Side side, double value, double limit) {
    return side == Side.BELOW ? value < limit : value > limit;
  }

  private RuleResult relative(Check.Relative relative, double value) {
    double baseline = Double.NaN;
    if (recent.size() >= relative.leastPoints()) {
      baseline = Spread.baseline(relative.of(), recent.values());
    }
    if (!(baseline > 0 && baseline <= Double.MAX_VALUE)) {
      recent.add(value);
      return null;
    }
    double limit = finite(baseline * relative.percent() / PER_CENT);
    if (!isBeyond(relative.side(), value, limit)) {
      recent.add(value);
      return judged(null, rule.severity());
    }
    String detail =
        "%s %% of the %s of the %d before"
            .formatted(
                ReadableNumber.of(relative.percent()),
                relative.of().name().toLowerCase(Locale.ROOT),
                recent.size());
    return judged(new Violation(value, limit, baseline, detail), rule.severity());
  }

  private RuleResult zScore(Check.ZScore check, double value) {
    double[] before = recent.values();
    recent.add(value);
    if (before.length < check.leastPoints()) {
      return null;
    }
    double mean = Spread.mean(before);
    double deviation = Spread.deviation(before, mean);
    if (!(deviation > 0)) {
      return null;
    }
    double z = finite((value - mean) / deviation);
    boolean high = check.side() != Side.BELOW && z > check.beyond();
    boolean low = check.side() != Side.ABOVE && z < -check.beyond();
    if (!high && !low) {
      return judged(null, rule.severity());
    }
    String detail =
        "%s %s the mean of the %d before"
            .formatted(FindingText.DEVIATIONS, high ? "above" : "below", before.length);
    double limit = high ? check.beyond() : -check.beyond();
    return judged(new Violation(z, limit, mean, detail), rule.severity());
  }

  /** What goes on the wire must be finite, whatever values a topic holds. */
  private static double finite(double value) {
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
  }

  private RuleResult xid(double value) {
    long before = code;
    code = (long) value;
    Violation violation =
        code == 0 || code == before ? null : new Violation(code, 0, null, Xid.text(code));
    return judged(violation, Xid.severity(code));
  }

  private RuleResult judged(Violation violation, Severity severity) {
    evidence = evidence << 1 | (violation == null ? 0 : 1);
    return violation == null ? null : result(violation, severity);
  }

  private RuleResult result(Violation violation, Severity severity) {
    int points = Long.bitCount(evidence & (-1L >>> (Rule.MOST_POINTS - rule.of())));
    return new RuleResult(
        rule.name(),
        points >= rule.points(),
        severity,
        rule.alert(),
        violation.value(),
        violation.limit(),
        violation.baseline(),
        points,
        rule.of(),
        violation.detail());
  }
}
