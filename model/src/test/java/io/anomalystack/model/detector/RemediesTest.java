package io.anomalystack.model.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.RemedyAction;
import io.anomalystack.model.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The setting {@code remedies} of a detector. */
class RemediesTest {
  @Test
  void readsWhatIsSaid() throws Exception {
    Detector detector =
        DetectorText.read(
            """
            remedies:
              - name: stop-the-run
                on: {score: true, severity: critical}
                evidence: {findings: 3, within: 5m}
                recoverable: true
                action: skip-batches
                target: [shop, product_name]
                executor: sagemaker
                dryRun: false
                approval: true
                cooldown: 1h
                limit: {most: 2, per: 12h}
            """);

    assertThat(detector.remedies())
        .containsExactly(
            new Remedy(
                "stop-the-run",
                new RemedyTrigger(Set.of(), false, true, Severity.CRITICAL),
                3,
                Duration.ofMinutes(5),
                true,
                RemedyAction.SKIP_BATCHES,
                List.of(new FieldPath("shop"), new FieldPath("product_name")),
                "sagemaker",
                false,
                true,
                Duration.ofHours(1),
                2,
                Duration.ofHours(12)));
  }

  @Test
  void doesNothingInEarnestUnlessItIsToldTo() throws Exception {
    Detector detector =
        DetectorText.read(
            "incidents: {groupBy: [shop]}",
            "remedies:",
            "  - {name: a, on: {score: true}, evidence: {findings: 1}, action: stop, executor: x}");

    Remedy remedy = detector.remedies().get(0);
    assertThat(remedy.dryRun()).isTrue();
    assertThat(remedy.approval()).isFalse();
    assertThat(remedy.recoverable()).isFalse();
    assertThat(remedy.target()).isEqualTo(detector.incidents().groupBy());
    assertThat(remedy.cooldown()).isEqualTo(Duration.ofMinutes(30));
    assertThat(remedy.most()).isEqualTo(3);
    assertThat(remedy.per()).isEqualTo(Duration.ofDays(1));
    assertThat(DetectorText.read("incidents: {}").remedies()).isEmpty();
  }

  @Test
  void reportsAllProblemsAtOnce() {
    assertThat(
            DetectorText.problems(
                DetectorText.with(
                    """
                    remedies:
                      - name: a
                        on: {severity: critical}
                        evidence: {findings: 0, within: 40d}
                        action: halt
                        target: node
                        executor: rm -rf
                      - name: a
                        on: {rules: [low-mfu], peers: true}
                        action: stop
                        target: [shop, shop]
                        executor: x
                        dryrun: false
                        limit: {per: 1d}
                    """)))
        .containsExactly(
            "remedies[0].on: must name rules, or say peers: true or score: true",
            "remedies[0].evidence.findings: must be a whole number between 1 and 1000, was '0'",
            "remedies[0].evidence.within: must be between 1s and 30d, was '40d'",
            "remedies[0].action: must be one of stop, page, resume, skip-batches, drain, reboot,"
                + " replace, was 'halt'",
            "remedies[0].target: must be one of the detector's dimensions: product_name, shop, was"
                + " 'node'",
            "remedies[0].executor: must be an executor's name: up to 64 letters, digits, '_', '.'"
                + " or '-', was 'rm -rf'",
            "remedies[1].evidence: required, but missing",
            "remedies[1].name: must be a name that no other remedy of the detector has, was 'a'",
            "remedies[1].on.rules[0]: must be one of the detector's rules, which has none, was"
                + " 'low-mfu'",
            "remedies[1].on.peers: needs the detector's setting 'peers', which is not there",
            "remedies[1].target[1]: must be listed once, was 'shop'",
            "remedies[1].dryrun: unknown setting; did you mean 'dryRun'?",
            "remedies[1].limit.most: required, but missing");
  }
}
