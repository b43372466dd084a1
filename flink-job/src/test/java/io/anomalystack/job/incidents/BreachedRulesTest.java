package io.anomalystack.job.incidents;

import static io.anomalystack.job.incidents.Raising.detector;
import static io.anomalystack.job.incidents.SomeDecision.anomaly;
import static io.anomalystack.job.incidents.SomeDecision.settled;
import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.AffectedSeries;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Findings;
import io.anomalystack.model.PeerFinding;
import io.anomalystack.model.RuleResult;
import io.anomalystack.model.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Incidents of what rules and peers found, where no score says a thing. */
class BreachedRulesTest {
  private static Decision violating(
      String product, long minute, String rule, boolean breached, Severity severity) {
    RuleResult result = new RuleResult(rule, breached, severity, true, 20, 50, null, 1, 1, null);
    return settled(product, minute, 20).decision().with(Findings.NONE.with(List.of(result)));
  }

  private static Decision standingOut(String product, long minute, double deviation) {
    PeerFinding peer = new PeerFinding(List.of("rank"), 9, 20, 1, deviation, 90, true);
    return settled(product, minute, 20).decision().with(new Findings(null, List.of(), peer, null));
  }

  @Test
  void incidentIsAtLeastAsSevereAsTheRulesThatAlert() throws Exception {
    try (Raising raising = Raising.of(detector("incidents: {resolveAfter: 5m}"))) {
      raising.take(violating("a", 0, "low", true, Severity.INFO));
      raising.minute(2);
      raising.take(violating("a", 2, "hang", true, Severity.CRITICAL));
      raising.minute(4);
      raising.take(violating("a", 4, "low", true, Severity.WARNING));
      raising.minute(20);

      assertThat(raising.alerts())
          .extracting(alert -> alert.state() + " " + alert.severity())
          .containsExactly("OPENED WARNING", "ESCALATED CRITICAL", "RESOLVED CRITICAL");
    }
  }

  @Test
  void showsWhatIsWorstThenWhatScoresMostThenWhatStandsOutMost() throws Exception {
    try (Raising raising = Raising.of(detector("incidents: {resolveAfter: 5m}"))) {
      raising.take(standingOut("p1", 0, -7));
      raising.take(anomaly("s", 0, 95));
      raising.take(violating("w", 0, "low", true, Severity.WARNING));
      raising.take(standingOut("p2", 0, 9));
      raising.take(violating("c", 0, "hang", true, Severity.CRITICAL));
      raising.minute(2);

      Alert opened = raising.alerts().get(0);
      assertThat(opened.state()).isEqualTo(AlertState.OPENED);
      assertThat(opened.severity()).isEqualTo(Severity.CRITICAL);
      assertThat(opened.series())
          .extracting(AffectedSeries::strongest)
          .extracting(decision -> decision.dimensionList().get(0).value())
          .containsExactly("c", "w", "s", "p2", "p1");
    }
  }

  @Test
  void goesOnWhileTheRuleIsViolatedThoughNotOftenEnough() {
    Anomalous breached = Anomalous.of(violating("a", 0, "low", true, Severity.WARNING));

    assertThat(breached.goesOnIn(violating("a", 1, "low", false, Severity.WARNING))).isTrue();
    assertThat(breached.goesOnIn(violating("a", 1, "other", false, Severity.WARNING))).isFalse();
    assertThat(breached.goesOnIn(settled("a", 1, 20).decision())).isFalse();
    Anomalous both = breached.and(violating("a", 2, "other", true, Severity.WARNING));
    assertThat(both.rules()).containsExactly("low", "other");
  }
}
