package io.anomalystack.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.InMemoryPorts.Result;
import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RuleResult;
import io.anomalystack.model.Severity;
import io.anomalystack.model.detector.Detector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules from the record to the incident. */
class RulesPipelineTest {
  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  private static final List<Detector> DETECTORS =
      TestDetectors.parse(
          """
          detectors:
            - name: steps
              topic: training
              timestamp: t
              period: record
              dimensions: [run]
              measures: [{field: mfu}]
              rules:
                - {name: low-mfu, below: 50, evidence: {points: 3, of: 4}}
                - {name: hang, silence: 5m, severity: critical}
          """);

  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

  /** Eight runs, a step every ten seconds; one gets slow, and later stalls for twenty minutes. */
  private static List<String> steps() {
    List<String> lines = new ArrayList<>();
    for (int second = 0; second < 3600; second += 10) {
      for (int run = 0; run < 8; run++) {
        boolean stalled = run == 3 && second >= 1800 && second < 3000;
        boolean slow = run == 3 && second >= 600 && second < 900;
        if (!stalled) {
          lines.add(
              "{\"t\":\"%s\",\"run\":\"%d\",\"mfu\":%d}"
                  .formatted(START.plusSeconds(second), run, slow ? 31 : 55 + second / 10 % 3));
        }
      }
    }
    return lines;
  }

  private static Result run(int tasks) throws Exception {
    return InMemoryPorts.run(
        Map.of("training", List.of(InMemoryPorts.records(steps()))),
        DETECTORS,
        tasks,
        new MeanEngine(),
        ScoringSettings.defaults());
  }

  @Test
  void stallIsAnIncidentAfterFiveMinutesThatStaysOpenUntilItIsOver() throws Exception {
    Result result = run(1);

    List<Decision> hangs =
        result.decisions().stream()
            .filter(
                decision ->
                    decision.findings().ruleResults().stream()
                        .map(RuleResult::name)
                        .anyMatch("hang"::equals))
            .toList();
    long last = START.plusSeconds(1790).toEpochMilli();
    assertThat(hangs.get(0).recordTime()).isEqualTo(last + 300_000);
    assertThat(hangs.get(0).filled()).isTrue();
    assertThat(hangs).hasSizeGreaterThan(10).allMatch(decision -> decision.alert() == 1);
    assertThat(result.decisions()).extracting(Decision::decisionId).doesNotHaveDuplicates();
    List<Alert> critical =
        result.alerts().stream().filter(a -> a.severity() == Severity.CRITICAL).toList();
    assertThat(critical.get(0).state())
        .isIn(AlertState.OPENED, AlertState.ESCALATED, AlertState.REOPENED);
    assertThat(critical.get(0).cause()).isEqualTo(hangs.get(0));
    assertThat(critical).filteredOn(alert -> alert.state() == AlertState.RESOLVED).hasSize(1);
    assertThat(result.alerts().get(0).state()).isEqualTo(AlertState.OPENED);
    assertThat(result.alerts().get(0).severity()).isEqualTo(Severity.WARNING);
    assertThat(result.alerts().get(0).start())
        .as("the third slow step")
        .isEqualTo(START.plusSeconds(620).toEpochMilli());
  }

  @Test
  void isTheSameOnSeveralTasks() throws Exception {
    Result one = run(1);
    Result four = run(4);

    assertThat(four.decisions()).containsExactlyInAnyOrderElementsOf(one.decisions());
    assertThat(four.alerts()).containsExactlyInAnyOrderElementsOf(one.alerts());
  }
}
