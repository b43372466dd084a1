package io.anomalystack.notifier.message;

import io.anomalystack.model.Decision;
import io.anomalystack.model.RuleResult;
import io.anomalystack.model.text.FindingText;
import io.anomalystack.notifier.message.Content.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a rule or the peers found of a decision, made fit to be shown. */
final class Found {
  /** As long as the longest that is known of an Xid. */
  private static final int LONGEST = 120;

  private Found() {}

  /** What alerts beside the score or instead of it, such as {@code is 31.2, below 50}. */
  static Optional<String> of(Decision decision) {
    return FindingText.of(decision).map(text -> HarmlessText.line(text, LONGEST));
  }

  /** The same in a word: the rule's name, or that it was the peers. */
  static Optional<String> inAWord(Decision decision) {
    return FindingText.worst(decision)
        .map(rule -> HarmlessText.line(rule.name(), SeriesName.LONGEST_PART))
        .or(() -> FindingText.peer(decision).map(peer -> "peers"));
  }

  /** Each of the rules that the decision violates, and its place among its peers. */
  static List<Fact> facts(Decision decision) {
    List<Fact> facts = new ArrayList<>();
    for (RuleResult rule : decision.findings().ruleResults()) {
      if (rule.breached()) {
        facts.add(
            new Fact(
                "Rule",
                HarmlessText.line(rule.name(), SeriesName.LONGEST_PART)
                    + " ("
                    + rule.severity().text()
                    + "): "
                    + text(rule)));
      }
    }
    FindingText.peer(decision)
        .ifPresent(peer -> facts.add(new Fact("Among its peers", FindingText.of(peer))));
    return facts;
  }

  private static String text(RuleResult rule) {
    String text = HarmlessText.line(FindingText.of(rule), LONGEST);
    return rule.of() == 1 ? text : text + "; " + rule.points() + " of the last " + rule.of();
  }
}
