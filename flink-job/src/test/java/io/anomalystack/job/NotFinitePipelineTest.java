package io.anomalystack.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.InMemoryPorts.Result;
import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectionReason;
import io.anomalystack.model.RuleResult;
import io.anomalystack.model.Severity;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A loss that is no number, from the record as trainers write it to the incident. */
class NotFinitePipelineTest {
  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final long START = 1_767_225_600_000L;
  private static final int STEPS = 60;
  private static final int BAD_STEP = 40;

  private static final String DETECTOR =
      """
        - name: %s
          topic: training
          timestamp: {field: time, format: epoch-millis}
          period: record
          step: step
          dimensions: [run]
          measures: [{field: loss}, {field: grad_norm}]
      """;

  private static final String RULE =
      "    rules: [{name: not-finite, measure: loss, notFinite: true, severity: critical}]\n";

  private static List<Detector> detectors(String... yaml) {
    return TestDetectors.parse("detectors:\n" + String.join("", yaml));
  }

  private static Result run(String loss, List<Detector> detectors) throws Exception {
    List<String> lines = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      lines.add(
          "{\"time\":%d,\"run\":\"llm\",\"step\":%d,\"loss\":%s,\"grad_norm\":%s}"
              .formatted(
                  START + step * 1_000L,
                  step,
                  step == BAD_STEP ? loss : "2." + step % 3,
                  1 + step % 2));
    }
    return InMemoryPorts.run(
        Map.of("training", List.of(InMemoryPorts.records(lines))),
        detectors,
        2,
        new MeanEngine(),
        ScoringSettings.defaults());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "NaN,NaN",
        "\"NaN\",NaN",
        "\"nan\",NaN",
        "Infinity,Infinity",
        "-Infinity,-Infinity",
        "\"-inf\",-Infinity",
        "1e999,Infinity"
      })
  void isAnIncidentOfItsOwnAndSpoilsNothing(String written, String told) throws Exception {
    Result result = run(written, detectors(DETECTOR.formatted("rules") + RULE));

    List<Decision> found =
        result.decisions().stream().filter(d -> !d.findings().ruleResults().isEmpty()).toList();
    assertThat(found).hasSize(1);
    Decision decision = found.get(0);
    RuleResult rule = decision.findings().ruleResults().get(0);
    assertThat(rule.name()).isEqualTo("not-finite");
    assertThat(rule.breached()).isTrue();
    assertThat(rule.detail()).isEqualTo(told);
    assertThat(decision.measure()).isEqualTo("loss");
    assertThat(decision.findings().step()).isEqualTo(BAD_STEP);
    assertThat(decision.recordTime()).isEqualTo(START + BAD_STEP * 1_000L);
    assertThat(decision.filled()).isTrue();
    assertThat(decision.aggregatedMeasureValue()).as("the last one").isEqualTo(2.0);
    assertThat(decision.anomalyScore()).isZero();
    assertThat(decision.alert()).isEqualTo(1);
    assertThat(result.alerts())
        .filteredOn(alert -> alert.state() == AlertState.OPENED)
        .extracting(Alert::severity, Alert::cause)
        .containsExactly(Tuple.tuple(Severity.CRITICAL, decision));
    assertThat(result.rejected()).isEmpty();
    assertThat(result.decisions()).hasSize(2 * STEPS);
    assertThat(result.decisions()).extracting(Decision::decisionId).doesNotHaveDuplicates();
  }

  @Test
  void othersOfTheTopicRejectThatMeasureAloneAndDecideTheRest() throws Exception {
    Result result =
        run("NaN", detectors(DETECTOR.formatted("rules") + RULE, DETECTOR.formatted("plain")));

    assertThat(result.of("plain")).hasSize(2 * STEPS - 1);
    assertThat(result.rejected())
        .extracting(
            RejectedRecord::offset,
            RejectedRecord::detector,
            RejectedRecord::measure,
            RejectedRecord::reason)
        .containsExactly(
            Tuple.tuple((long) BAD_STEP, "plain", "loss", RejectionReason.NOT_A_FINITE_NUMBER));
  }
}
