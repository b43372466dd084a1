package io.anomalystack.model;

import java.util.List;

/**
 * What is found of a point beside its score, which none of it touches.
 *
 * @param step the training step that the point is of; null where the detector reads none
 * @param ruleResults the rules that the point violates
 * @param peer how it compares with its peers; null where it was not compared
 * @param denominator what the measure is a share of; null where it is none
 */
public record Findings(
    Long step, List<RuleResult> ruleResults, PeerFinding peer, Denominator denominator) {
  /** Nothing found. */
  public static final Findings NONE = new Findings(null, List.of(), null, null);

  /** Copies the results. */
  public Findings {
    ruleResults = ruleResults == null ? List.of() : List.copyOf(ruleResults);
  }

  /** The same with these rules. */
  public Findings with(List<RuleResult> ruleResults) {
    return new Findings(step, ruleResults, peer, denominator);
  }

  /** Whether a person should hear of the point, whatever its score. */
  public boolean alerts() {
    return (peer != null && peer.breached())
        || ruleResults.stream().anyMatch(result -> result.breached() && result.alert());
  }
}
