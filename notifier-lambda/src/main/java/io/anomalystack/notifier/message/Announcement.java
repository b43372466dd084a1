package io.anomalystack.notifier.message;

import io.anomalystack.model.AffectedSeries;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RuleResult;
import io.anomalystack.model.Severity;
import io.anomalystack.model.text.FindingText;
import java.util.List;
import java.util.Optional;

/**
 * Something to tell people: an alert, or a decision by itself where there are no incidents.
 *
 * @param id 64 lower-case hex digits: the alert's id, or the decision's
 * @param alert the alert; for a decision one that says the same
 * @param ofDecision whether it is a decision by itself
 */
public record Announcement(String id, Alert alert, boolean ofDecision) {
  /** The route of decisions, and of detectors that name none. */
  private static final String DEFAULT_ROUTE = "default";

  /** An alert as it is. */
  public static Announcement of(Alert alert) {
    return new Announcement(alert.alertId(), alert, false);
  }

  /**
   * A decision as an incident of its own, of which nothing more will be heard: as severe as the
   * rule that it breaches, else of severity warning, on the route {@code default}.
   */
  public static Announcement of(Decision decision) {
    Alert alert =
        new Alert(
            decision.decisionId(),
            1,
            AlertState.OPENED,
            FindingText.worst(decision).map(RuleResult::severity).orElse(Severity.WARNING),
            decision.detectorName(),
            decision.dimensionList(),
            List.of(DEFAULT_ROUTE),
            decision.detectionPeriodEnd(),
            decision.detectionPeriodStart(),
            decision.detectionPeriodEnd(),
            1,
            1,
            decision.anomalyScore(),
            List.of(new AffectedSeries(1, decision.detectionPeriodStart(), decision)),
            decision);
    return new Announcement(decision.decisionId(), alert, true);
  }

  /** The decision with the greatest score; empty where the alert lists none. */
  public Optional<Decision> strongest() {
    return alert.series().stream().findFirst().map(AffectedSeries::strongest);
  }

  /** The decision that it is about: what gave rise to it, or else the strongest. */
  public Optional<Decision> about() {
    return Optional.ofNullable(alert.cause()).or(this::strongest);
  }

  /**
   * The id of the first announcement of the same incident, to which mails of it reply; this one's
   * own where it is the first.
   */
  String firstId() {
    if (ofDecision || alert.sequence() == 1) {
      return id;
    }
    Alert first =
        new Alert(
            alert.incidentId(),
            1,
            AlertState.OPENED,
            alert.severity(),
            alert.detectorName(),
            List.of(),
            List.of(),
            alert.time(),
            alert.start(),
            alert.end(),
            1,
            1,
            0,
            List.of(),
            null);
    return first.alertId();
  }
}
