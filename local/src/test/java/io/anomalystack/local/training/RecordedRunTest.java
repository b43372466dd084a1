package io.anomalystack.local.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.local.cli.Cli;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.RuleResult;
import io.anomalystack.testdata.BundledFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bundled detectors on real training runs: one to which things were done, one to which nothing
 * was.
 */
class RecordedRunTest {
  /** Of 1,000 steps; see what is measured in testdata/training. */
  private static final int MOST_FALSE_ALERTS = 8;

  @TempDir static Path directory;

  private static List<Decision> alerts;

  @BeforeAll
  static void replayTheRun() throws IOException {
    alerts = alerts(replay(BundledFiles.TRAINING_STREAM, "run", 2));
  }

  @Test
  void everyFaultIsFound() throws IOException {
    List<String> missed =
        BundledFiles.read(BundledFiles.TRAINING_LABELS)
            .lines()
            .skip(1)
            .filter(label -> alerts.stream().noneMatch(alert -> isIn(label, alert)))
            .toList();

    assertThat(missed).isEmpty();
  }

  private static boolean isIn(String label, Decision alert) {
    String[] columns = label.split(",");
    long first = Long.parseLong(columns[3]);
    long last = Long.parseLong(columns[4]);
    return first <= alert.findings().step() && alert.findings().step() <= last;
  }

  @Test
  void disturbedLayersAreNamedAndNoOthers() {
    Map<String, Set<Long>> stepsByLayer =
        alerts.stream()
            .filter(alert -> alert.findings().peer() != null && alert.findings().peer().breached())
            .collect(
                Collectors.groupingBy(
                    alert -> alert.dimensionList().get(1).value(),
                    Collectors.mapping(alert -> alert.findings().step(), Collectors.toSet())));

    assertThat(stepsByLayer).containsOnlyKeys("h.3", "h.7");
    assertThat(stepsByLayer.get("h.3")).allMatch(step -> 800 <= step && step < 820);
    assertThat(stepsByLayer.get("h.7")).allMatch(step -> 1_750 <= step && step < 1_770);
  }

  @Test
  void lossThatIsNoNumberIsSaidToBeNone() {
    assertThat(breaches("loss-not-finite"))
        .singleElement()
        .satisfies(
            loss -> {
              assertThat(loss.findings().step()).isEqualTo(2_200);
              assertThat(loss.measure()).isEqualTo("loss");
              assertThat(loss.filled()).isTrue();
              assertThat(loss.findings().ruleResults().get(0).detail()).isEqualTo("NaN");
            });
    assertThat(breaches("layer-not-finite")).hasSize(14);
    assertThat(breaches("hang")).as("it was silent for 90 seconds at most").isEmpty();
  }

  private static List<Decision> breaches(String rule) {
    return alerts.stream()
        .filter(
            alert ->
                alert.findings().ruleResults().stream()
                    .filter(RuleResult::breached)
                    .anyMatch(result -> result.name().equals(rule)))
        .toList();
  }

  @Test
  void parallelismChangesNoByte() throws IOException {
    List<String> steps = lines(BundledFiles.TRAINING_STREAM).limit(400).toList();
    Path input = Files.write(directory.resolve("beginning.jsonl"), steps);

    Path one = replay(input, "one", 1);
    Path two = replay(input, "two", 2);

    assertThat(Files.size(one)).isPositive();
    assertThat(Files.mismatch(one, two)).isEqualTo(-1);
  }

  @Test
  void runToWhichNothingWasDoneIsQuiet() throws IOException {
    List<Decision> wrong = alerts(replay(BundledFiles.TRAINING_CONTROL, "control", 2));

    assertThat(wrong).hasSizeLessThanOrEqualTo(MOST_FALSE_ALERTS);
    assertThat(wrong).extracting(Decision::detectorName).doesNotContain("training-layers");
  }

  @Test
  void hangIsDatedFiveMinutesAfterTheLastStep() throws IOException {
    Instant begin = Instant.parse("2026-01-01T00:00:00Z");
    List<String> steps = new ArrayList<>();
    for (int step = 1; step <= 60; step++) {
      // Twenty minutes pass between the 40th and the 41st.
      Instant time = begin.plusSeconds(step <= 40 ? step : step + 1_200);
      steps.add(
          "{\"event\":\"step\",\"timestamp\":\"%s\",\"run\":\"r\",\"step\":%d,\"loss\":2.5,\"grad_norm\":1.5,\"step_time\":1}"
              .formatted(time, step));
    }
    Path input = Files.write(directory.resolve("stall.jsonl"), steps);

    List<Decision> hangs =
        alerts(replay(input, "stall", 1)).stream()
            .filter(
                alert ->
                    alert.findings().ruleResults().stream().anyMatch(r -> r.name().equals("hang")))
            .toList();

    // And each minute again, so that the incident stays open as long as the silence.
    assertThat(hangs).hasSize(16);
    assertThat(Instant.ofEpochMilli(hangs.get(0).detectionPeriodStart()))
        .isEqualTo(begin.plusSeconds(40 + 300));
    assertThat(hangs.get(0).findings().ruleResults().get(0).detail()).isEqualTo("no record for 5m");
  }

  private static Stream<String> lines(String bundled) throws IOException {
    return BundledFiles.read(bundled).lines();
  }

  private static Path replay(String bundled, String name, int parallelism) throws IOException {
    Path input = directory.resolve(name + ".input.jsonl");
    Files.writeString(input, BundledFiles.read(bundled));
    return replay(input, name, parallelism);
  }

  private static Path replay(Path input, String name, int parallelism) throws IOException {
    Path detectors = directory.resolve("training.yaml");
    Files.writeString(detectors, BundledFiles.read(BundledFiles.TRAINING_DETECTORS));
    Path output = directory.resolve(name + ".decisions.jsonl");

    Cli replay =
        Cli.run(
            "replay",
            "--detectors",
            detectors.toString(),
            "--input",
            input.toString(),
            "--output",
            output.toString(),
            "--parallelism",
            Integer.toString(parallelism),
            "--now",
            "2027-01-01T00:00:00Z");

    assertThat(replay.status()).as(replay.err()).isZero();
    return output;
  }

  private static List<Decision> alerts(Path decisions) throws IOException {
    try (Stream<String> lines = Files.lines(decisions)) {
      return lines
          .map(line -> DecisionJson.read(line.getBytes(StandardCharsets.UTF_8)))
          .filter(decision -> decision.alert() == 1)
          .toList();
    }
  }
}
