package io.anomalystack.dashboard.words;

import io.anomalystack.model.Decision;
import io.anomalystack.model.Findings;
import io.anomalystack.model.PeerFinding;
import io.anomalystack.model.RuleResult;
import io.anomalystack.model.text.FindingText;
import io.anomalystack.model.text.ReadableNumber;
import io.anomalystack.model.text.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a decision deserves attention: its score, what its detector's rules found, how it compares
 * with its peers, or several of these.
 *
 * @param byScore whether the score is above the threshold
 * @param findings what was found beside the score
 * @param reason what stands behind the score
 */
public record WhyItAlerts(boolean byScore, Findings findings, Reason reason) {
  /** Why a decision alerts. */
  public static WhyItAlerts of(Decision decision) {
    return new WhyItAlerts(
        decision.anomalyScore() > decision.anomalyDecisionThreshold(),
        decision.findings(),
        new Reason(
            Reason.standingOut(decision.measures()),
            decision.aggregatedMeasureValue(),
            decision.predictedValue(),
            decision.lowerBound(),
            decision.upperBound(),
            decision.filled(),
            decision.explanation().contributors()));
  }

  /** The rules that say so, and {@code peers}, in short; empty where it is the score alone. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    breached().forEach(rule -> names.add(rule.name()));
    if (standsOut()) {
      names.add("peers");
    }
    return names;
  }

  /** The sentences. */
  public String text() {
    List<String> sentences = new ArrayList<>();
    breached().forEach(rule -> sentences.add(sentence(rule)));
    if (standsOut()) {
      sentences.add(sentence(findings.peer()));
    }
    if (byScore || sentences.isEmpty()) {
      sentences.add(reason.text());
    }
    return String.join(" ", sentences);
  }

  private List<RuleResult> breached() {
    return findings.ruleResults().stream().filter(rule -> rule.breached() && rule.alert()).toList();
  }

  private boolean standsOut() {
    return findings.peer() != null && findings.peer().breached();
  }

  private static String sentence(RuleResult rule) {
    String detail = rule.detail() == null ? "" : rule.detail();
    if (detail.startsWith(FindingText.SILENT) || rule.limit() == 0 && !detail.isEmpty()) {
      // The detail says it all.
      return "%s: %s.".formatted(rule.name(), detail);
    }
    StringBuilder text =
        new StringBuilder(
            "%s: %s against a limit of %s"
                .formatted(rule.name(), judged(rule), ReadableNumber.of(rule.limit())));
    if (rule.baseline() != null) {
      text.append(", baseline ").append(ReadableNumber.of(rule.baseline()));
    }
    if (rule.of() > 1) {
      text.append(", %d of the last %d points".formatted(rule.points(), rule.of()));
    }
    if (!detail.isEmpty()) {
      text.append("; ").append(detail);
    }
    return text.append('.').toString();
  }

  /** A count stays a count; else it is as fine as it takes to tell it from the limit. */
  private static String judged(RuleResult rule) {
    return rule.value() == Math.rint(rule.value())
        ? ReadableNumber.of(rule.value())
        : ReadableNumber.near(rule.value(), Math.abs(rule.value() - rule.limit()));
  }

  private static String sentence(PeerFinding peer) {
    return "It stands out among its peers (%s): %.1f spreads %s the %d others; the median of all is %s."
        .formatted(
            String.join(", ", peer.among()),
            Math.abs(peer.deviation()),
            peer.deviation() < 0 ? "below" : "above",
            peer.peers() - 1,
            ReadableNumber.of(peer.median()));
  }
}
