package io.anomalystack.model.text;

import io.anomalystack.model.Decision;
import io.anomalystack.model.PeerFinding;
import io.anomalystack.model.RuleResult;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * What a rule or the peers found, as the end of a sentence that begins with the series: {@code mfu
 * of llm-7b} … {@code is 31.2, below 50}.
 */
public final class FindingText {
  /** How a silence's detail begins. */
  public static final String SILENT = "no record for ";

  /** How the detail of a z-score begins, of which the value says how many. */
  public static final String DEVIATIONS = "standard deviations";

  private static final String XID = "Xid ";

  private FindingText() {}

  /**
   * The worst of the rules that alert with a decision, and of several the first; empty where none
   * does.
   */
  public static Optional<RuleResult> worst(Decision decision) {
    return decision.findings().ruleResults().stream()
        .filter(result -> result.breached() && result.alert())
        .min(Comparator.comparing(RuleResult::severity, Comparator.reverseOrder()));
  }

  /** Whether a series stands out among its peers. */
  public static Optional<PeerFinding> peer(Decision decision) {
    return Optional.ofNullable(decision.findings().peer()).filter(PeerFinding::breached);
  }

  /**
   * What alerts with a decision beside its score, or instead of it: the worst rule, or the peers.
   */
  public static Optional<String> of(Decision decision) {
    return worst(decision).map(FindingText::of).or(() -> peer(decision).map(FindingText::of));
  }

  /** What a rule found. */
  public static String of(RuleResult rule) {
    String detail = rule.detail() == null ? "" : rule.detail();
    if (detail.startsWith(SILENT)) {
      return "has had " + detail;
    }
    if (detail.startsWith(XID)) {
      return "reports " + detail;
    }
    if (detail.startsWith(DEVIATIONS)) {
      return "is " + oneDecimal(Math.abs(rule.value())) + " " + detail;
    }
    if (rule.limit() == 0 && !detail.isEmpty()) {
      return "is " + detail;
    }
    return "is "
        + ReadableNumber.of(rule.value())
        + (rule.value() < rule.limit() ? ", below " : ", above ")
        + ReadableNumber.of(rule.limit())
        + (detail.isEmpty() ? "" : ", " + detail);
  }

  /** What the peers show. */
  public static String of(PeerFinding peer) {
    return "stands out: "
        + oneDecimal(Math.abs(peer.deviation()))
        + " spreads "
        + (peer.deviation() < 0 ? "below" : "above")
        + " its "
        + (peer.peers() - 1)
        + " peers";
  }

  private static String oneDecimal(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
