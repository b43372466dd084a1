package io.anomalystack.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anomalystack.job.InMemoryPorts.Result;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.model.Decision;
import io.anomalystack.model.MeasureDecision;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.detector.DetectorFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Joint measures, a history, a calendar, and what the user does not want to hear, all in one
 * detector, through the whole topology.
 */
class SteeredPipelineTest {
  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  private static final String DETECTOR =
      """
      detectors:
        - name: servers
          topic: servers
          timestamp: {field: t}
          period: 1m
          dimensions: [host]
          joint: true
          measures:
            - {field: requests, aggregation: sum}
            - {field: latency, aggregation: avg}
          anomalyThreshold: 50
          missing: impute
          direction: up
          margins: {absolute: 3, relative: 0.3}
          overrides:
            - {where: {host: batch}, direction: both, anomalyThreshold: 65}
          calendars:
            - {name: deployment, dates: [2026-03-02T10:03/2026-03-02T10:05]}
          history: {file: '%s'}
      """;

  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final int HISTORY_MINUTES = 10;

  @TempDir Path directory;

  @ParameterizedTest(name = "{0} tasks")
  @ValueSource(ints = {1, 2})
  void eachDecisionIsWhatTheDetectorSays(int tasks) throws Exception {
    List<Decision> decisions = run(tasks).decisions();

    assertThat(of("web", decisions))
        .extracting(SteeredPipelineTest::told)
        .containsExactly(
            // Both as the history says: no learning.
            "10:00 INFERENCE 11 points, requests 100.0 of 100.0, score 0.0 alert 0",
            // One record of requests alone: the model fills the other in.
            "10:01 INFERENCE 12 points, requests 180.0 of 100.0, score 80.0 alert 1",
            // No record at all.
            "10:02 INFERENCE 13 points, filled, requests 106.7 of 106.7, score 0.0 alert 0",
            // A deployment: nothing is learned, and an empty period shows the last known value.
            "10:03 INFERENCE 13 points, requests 999.0 of null, score 0.0 alert 0"
                + " by calendar:deployment of 0.0",
            "10:04 INFERENCE 13 points, filled, requests 999.0 of null, score 0.0 alert 0"
                + " by calendar:deployment of 0.0",
            // Nobody minds that it is faster.
            "10:05 INFERENCE 14 points, latency 2.0 of 20.0, score 0.0 alert 0"
                + " by direction of 90.0",
            "10:06 INFERENCE 15 points, latency 18.0 of 18.7, score 0.0 alert 0",
            // Unusual, but within 30 % of the prediction.
            "10:07 INFERENCE 16 points, requests 134.0 of 106.2, score 0.0 alert 0"
                + " by margins of 26.2");
  }

  @Test
  void oneSeriesHasSettingsOfItsOwn() throws Exception {
    List<Decision> batch = of("batch", run(1).decisions());

    assertThat(batch).extracting(Decision::anomalyDecisionThreshold).containsOnly(65.0);
    // In the history there is nothing of it.
    assertThat(batch).first().extracting(Decision::modelStage).isEqualTo(ModelStage.LEARNING);
    assertThat(batch.get(6))
        .satisfies(
            decision -> {
              assertThat(decision.anomalyScore()).isEqualTo(90);
              assertThat(decision.alert()).isEqualTo(1);
              assertThat(decision.measures())
                  .extracting(MeasureDecision::name)
                  .containsExactly("requests", "latency");
              assertThat(decision.measures().stream().mapToDouble(MeasureDecision::share).sum())
                  .isEqualTo(100);
            });
  }

  @Test
  void jobWithoutTheHistoryItNamesDoesNotStart() throws Exception {
    Path history = history();
    var detectors = DetectorFile.parse(DETECTOR.formatted(history));
    Files.delete(history);

    assertThatThrownBy(
            () ->
                InMemoryPorts.run(
                    Map.of("servers", List.of(InMemoryPorts.records(live()))),
                    detectors,
                    1,
                    new MeanEngine(),
                    ScoringSettings.defaults()))
        .rootCause()
        .hasMessageContaining("history of detector 'servers' cannot be read from")
        .hasMessageContaining("history.jsonl");
  }

  private Result run(int tasks) throws Exception {
    return InMemoryPorts.run(
        Map.of("servers", List.of(InMemoryPorts.records(live()))),
        DetectorFile.parse(DETECTOR.formatted(history())),
        tasks,
        new MeanEngine(),
        ScoringSettings.defaults());
  }

  /** Ten minutes of 100 requests in two records, of 20 ms; in no order, and with a bad record. */
  private Path history() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int minute = -HISTORY_MINUTES; minute <= 1; minute++) {
      lines.add(record(minute, 1, "web", "\"requests\":60,\"latency\":15"));
      lines.add(record(minute, 30, "web", "\"requests\":40,\"latency\":25"));
    }
    lines.add("{\"t\":\"2026-03-02T09:55:00Z\",\"host\":\"web\",\"requests\":\"many\"}");
    Collections.shuffle(lines, new Random(1));
    return Files.write(directory.resolve("history.jsonl"), lines);
  }

  private static List<String> live() {
    List<String> lines = new ArrayList<>();
    String[] web = {
      "\"requests\":100,\"latency\":20",
      "\"requests\":180",
      null,
      "\"requests\":999,\"latency\":999",
      null,
      "\"requests\":100,\"latency\":2",
      "\"requests\":106,\"latency\":18",
      "\"requests\":134,\"latency\":18.7",
      "\"requests\":100,\"latency\":20"
    };
    for (int minute = 0; minute < web.length; minute++) {
      if (web[minute] != null) {
        lines.add(record(minute, 5, "web", web[minute]));
      }
      lines.add(
          record(
              minute,
              6,
              "batch",
              minute == 6 ? "\"requests\":10,\"latency\":2" : "\"requests\":100,\"latency\":20"));
    }
    // The end of the input is not the end of a minute.
    return lines;
  }

  private static String record(int minute, int second, String host, String measures) {
    return "{\"t\":\"%s\",\"host\":\"%s\",%s}"
        .formatted(START.plusSeconds(60L * minute + second), host, measures);
  }

  private static List<Decision> of(String host, List<Decision> decisions) {
    return decisions.stream()
        .filter(decision -> decision.dimensionList().get(0).value().equals(host))
        .filter(decision -> !decision.partial())
        .toList();
  }

  private static String told(Decision decision) {
    MeasureDecision leading =
        decision.measures().stream()
            .filter(measure -> measure.value() == decision.aggregatedMeasureValue())
            .findFirst()
            .orElseThrow();
    return "%s %s %d points,%s %s %.1f of %s, score %.1f alert %d%s"
        .formatted(
            Instant.ofEpochMilli(decision.detectionPeriodStart()).toString().substring(11, 16),
            decision.modelStage(),
            decision.processedDataPoints(),
            decision.filled() ? " filled," : "",
            leading.name(),
            leading.value(),
            decision.predictedValue() == null
                ? "null"
                : "%.1f".formatted(decision.predictedValue()),
            decision.anomalyScore(),
            decision.alert(),
            decision.suppression() == null
                ? ""
                : " by %s of %.1f"
                    .formatted(decision.suppression().by(), decision.suppression().score()));
  }
}
