package io.anomalystack.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.InMemoryPorts.Result;
import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.model.AlertJson;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyRecordJson;
import io.anomalystack.model.RuleResult;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.testdata.BoundedShuffle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One topic with detectors of all kinds, each of which goes its own way through the topology. */
class AllKindsPipelineTest {
  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  private static final String DETECTORS =
      """
      detectors:
        - {name: forest, period: 10s, dimensions: [run], missing: previous, TOPIC,
           measures: [{field: loss, aggregation: avg}]}
        - {name: joint-with-rules, period: 10s, dimensions: [run], joint: true, TOPIC,
           measures: [{field: loss, aggregation: max}, {field: mfu, aggregation: avg}],
           rules: [
             {name: low-mfu, measure: mfu, below: 50, evidence: {points: 2, of: 3}},
             {name: hang, silence: 1m, severity: critical}]}
        - {name: counters, period: 10s, dimensions: [run], missing: zero, TOPIC,
           measures: [{field: errors, aggregation: increase}],
           rules: [{name: errors, above: 8}]}
        - {name: steps, period: record, step: step, dimensions: [run], TOPIC,
           ends: {event: run_end}, where: {event: step},
           measures: [{field: loss}, {field: mfu}],
           rules: [
             {name: not-finite, measure: loss, notFinite: true, severity: critical},
             {name: spike, measure: loss, zScore: {beyond: 6, over: 32}},
             {name: hang, measure: loss, silence: 1m, severity: critical}],
           remedies: [
             {name: stop-the-run, on: {rules: [hang]}, evidence: {findings: 1, within: 10m},
              action: stop, target: run, executor: launcher}]}
        - {name: layers, period: record, step: step, dimensions: [run, layer], TOPIC,
           unpivot: {fields: 'grad_norm/*', name: layer, value: grad_norm},
           measures: [{field: grad_norm}], where: {event: step}, model: none,
           peers: {among: [layer], compare: ratio, baseline: own}}
        - {name: layers-with-rules, period: 10s, dimensions: [run, layer], TOPIC,
           unpivot: {fields: 'grad_norm/*', name: layer, value: grad_norm},
           measures: [{field: grad_norm, aggregation: max}], where: {event: step},
           peers: {among: [layer], compare: ratio, baseline: own},
           rules: [{name: dead, below: 0.001}]}
      """
          .replace(
              "TOPIC",
              "topic: training, allowedLateness: 20s,"
                  + " timestamp: {field: time, format: epoch-millis}");

  private static final long START = 1_767_225_600_000L;
  private static final int STEPS = 200;
  private static final int LAYERS = 6;

  /**
   * Three runs, a step every three seconds. One stalls for two minutes, one has a layer that
   * explodes, a loss that is no number and a counter that is reset, one ends early.
   */
  private static List<String> lines() {
    SplittableRandom random = new SplittableRandom(4);
    List<String> lines = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      for (int run = 0; run < 3; run++) {
        long time = START + step * 3_000L + random.nextInt(1_000);
        boolean stalled = run == 0 && step >= 80 && step < 120;
        if (stalled || (run == 2 && step > 100)) {
          continue;
        }
        if (run == 2 && step == 100) {
          lines.add("{\"time\":%d,\"event\":\"run_end\",\"run\":\"2\"}".formatted(time));
          continue;
        }
        StringBuilder line = new StringBuilder();
        line.append(
            "{\"time\":%d,\"event\":\"step\",\"run\":\"%d\",\"step\":%d,\"loss\":%s,\"mfu\":%s,\"errors\":%d"
                .formatted(
                    time,
                    run,
                    step,
                    run == 1 && step == 90 ? "NaN" : Double.toString(2 + random.nextDouble()),
                    run == 1 && step > 60 && step < 75 ? 31 : 55 + random.nextDouble(),
                    run == 1 && step > 40 ? 4 * (step - 40) : step));
        for (int layer = 0; layer < LAYERS; layer++) {
          double norm = (1 + layer) * (1 + random.nextDouble(-0.1, 0.1));
          line.append(",\"grad_norm/l%d\":".formatted(layer))
              .append(run == 1 && step == 180 && layer == 3 ? 40 * norm : norm);
        }
        lines.add(line.append('}').toString());
      }
    }
    lines.sort((one, other) -> Long.compare(time(one), time(other)));
    return lines;
  }

  private static long time(String line) {
    return Long.parseLong(line.substring(8, line.indexOf(',')));
  }

  private static Result run(List<List<String>> partitions, int tasks) throws Exception {
    List<Detector> detectors = TestDetectors.parse(DETECTORS);
    return InMemoryPorts.run(
        Map.of("training", partitions.stream().map(InMemoryPorts::records).toList()),
        detectors,
        tasks,
        ScoringSettings.defaults());
  }

  private static List<List<String>> shuffled(List<String> lines) {
    List<List<String>> partitions = new ArrayList<>();
    for (int p = 0; p < 3; p++) {
      partitions.add(new ArrayList<>());
    }
    List<String> late = BoundedShuffle.shuffle(lines, AllKindsPipelineTest::time, 15_000, 9);
    for (int i = 0; i < late.size(); i++) {
      partitions.get(i % 3).add(late.get(i));
    }
    return partitions;
  }

  private static List<String> told(Result result) {
    List<String> told = new ArrayList<>();
    result.decisions().forEach(d -> told.add(text(DecisionJson.write(d))));
    result.alerts().forEach(alert -> told.add(text(AlertJson.write(alert))));
    result.remedies().forEach(remedy -> told.add(text(RemedyRecordJson.write(remedy))));
    return told;
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  @Test
  void tellTheSameToTheLastByteWhateverTheTasksAndTheOrderOfArrival() throws Exception {
    Result one = run(List.of(lines()), 1);
    Result four = run(shuffled(lines()), 4);

    assertThat(told(four)).isEqualTo(told(one));
    assertThat(one.decisions()).extracting(Decision::decisionId).doesNotHaveDuplicates();
    assertThat(breached(one, "steps")).containsOnly("0 hang", "1 not-finite");
    assertThat(breached(one, "joint-with-rules"))
        .contains("0 hang", "1 low-mfu", "2 hang")
        .doesNotContain("0 low-mfu", "1 hang");
    assertThat(breached(one, "counters"))
        .as("a reset is no fall, and what a stalled run has missed comes at once")
        .containsOnly("0 errors", "1 errors");
    for (String detector : List.of("layers", "layers-with-rules")) {
      assertThat(one.of(detector))
          .filteredOn(d -> d.findings().peer() != null && d.findings().peer().breached())
          .as(detector)
          .isNotEmpty()
          .allMatch(d -> d.dimensionList().get(1).value().equals("l3"));
    }
    assertThat(one.remedies()).extracting(RemedyRecord::name).containsOnly("stop-the-run");
  }

  /** Run and rule. */
  private static List<String> breached(Result result, String detector) {
    return result.of(detector).stream()
        .flatMap(
            decision ->
                decision.findings().ruleResults().stream()
                    .filter(RuleResult::breached)
                    .map(rule -> decision.dimensionList().get(0).value() + " " + rule.name()))
        .distinct()
        .toList();
  }
}
