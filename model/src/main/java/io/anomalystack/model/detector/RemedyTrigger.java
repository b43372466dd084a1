package io.anomalystack.model.detector;

import io.anomalystack.model.Decision;
import io.anomalystack.model.RuleResult;
import io.anomalystack.model.Severity;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The findings that count for a remedy.
 *
 * @param rules names of the detector's rules whose breach counts
 * @param peers whether it counts that a series stands out among its peers
 * @param score whether an anomaly of the learned score counts
 * @param severity the least that counts; a breach has its rule's, all else the detector's
 */
public record RemedyTrigger(Set<String> rules, boolean peers, boolean score, Severity severity)
    implements Serializable {
  /** In place of a rule's name where a series stands out among its peers. */
  public static final String PEERS = "peers";

  /** In place of a rule's name where the learned score is beyond its threshold. */
  public static final String SCORE = "score";

  /** Copies the names. */
  public RemedyTrigger {
    rules = Set.copyOf(rules);
  }

  /**
   * What counts of a decision: names of rules, {@link #PEERS}, {@link #SCORE}; empty for nothing.
   *
   * @param detector severity of the detector
   */
  public List<String> found(Decision decision, Severity detector) {
    List<String> found = new ArrayList<>();
    for (RuleResult result : decision.findings().ruleResults()) {
      if (result.breached() && rules.contains(result.name()) && counts(result.severity())) {
        found.add(result.name());
      }
    }
    boolean stands = decision.findings().peer() != null && decision.findings().peer().breached();
    if (peers && stands && counts(detector)) {
      found.add(PEERS);
    }
    if (score && decision.anomalyDecision() == 1 && counts(detector)) {
      found.add(SCORE);
    }
    return found;
  }

  private boolean counts(Severity found) {
    return found.compareTo(severity) >= 0;
  }
}
