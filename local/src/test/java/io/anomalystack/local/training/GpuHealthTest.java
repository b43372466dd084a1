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
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bundled detector of GPUs on what the Collector's Prometheus receiver makes of DCGM's
 * exporter.
 */
class GpuHealthTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MINUTES = 10;

  @TempDir Path directory;

  @Test
  void findsAnXidADoubleBitErrorAndAHotGpu() throws IOException {
    Path detectors = directory.resolve("gpu-health.yaml");
    // A file of lines holds no binary messages.
    Files.writeString(
        detectors,
        BundledFiles.read("detectors/gpu-health.yaml").replace("otlp-protobuf", "otlp-json"));
    List<String> messages = new ArrayList<>();
    for (int minute = 0; minute < MINUTES; minute++) {
      messages.add(message(minute));
    }
    Path input = Files.write(directory.resolve("gpu.jsonl"), messages);
    Path output = directory.resolve("decisions.jsonl");

    Cli replay =
        Cli.run(
            "replay",
            "--detectors",
            detectors.toString(),
            "--input",
            input.toString(),
            "--output",
            output.toString());

    assertThat(replay.status()).as(replay.err()).isZero();
    Set<String> found =
        Files.readAllLines(output).stream()
            .map(line -> DecisionJson.read(line.getBytes(StandardCharsets.UTF_8)))
            .flatMap(
                decision ->
                    decision.findings().ruleResults().stream()
                        .filter(rule -> rule.breached() && rule.alert())
                        .map(rule -> said(decision, rule)))
            .collect(Collectors.toSet());
    assertThat(found)
        .containsExactlyInAnyOrder(
            "gpu 0: xid critical", "gpu 1: double-bit-error critical", "gpu 2: hot warning");
  }

  private static String said(Decision decision, RuleResult rule) {
    return "gpu %s: %s %s"
        .formatted(decision.dimensionList().get(1).value(), rule.name(), rule.severity().text());
  }

  /** Four GPUs in a minute: of these the first falls off the bus, the last is well. */
  private static String message(int minute) {
    boolean later = minute >= 5;
    return """
        {"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"dcgm-exporter"}}]},"scopeMetrics":[{"metrics":[%s,%s,%s]}]}]}"""
        .formatted(
            metric("DCGM_FI_DEV_XID_ERRORS", "gauge", minute, later ? 79 : 0, 0, 0, 0),
            metric(
                "DCGM_FI_DEV_ECC_DBE_VOL_TOTAL",
                "sum\":{\"aggregationTemporality\":2,\"isMonotonic\":true,\"",
                minute,
                0,
                later ? 1 : 0,
                0,
                0),
            metric("DCGM_FI_DEV_GPU_TEMP", "gauge", minute, 60, 61, later ? 91 : 70, 62));
  }

  private static String metric(String name, String kind, int minute, int... values) {
    List<String> points = new ArrayList<>();
    for (int gpu = 0; gpu < values.length; gpu++) {
      points.add(
          """
          {"attributes":[{"key":"Hostname","value":{"stringValue":"node-7"}},{"key":"gpu","value":{"stringValue":"%d"}}],"startTimeUnixNano":"%d","timeUnixNano":"%d","asDouble":%d}"""
              .formatted(
                  gpu,
                  BEGIN.toEpochMilli() * 1_000_000,
                  BEGIN.plusSeconds(60L * minute + 15).toEpochMilli() * 1_000_000,
                  values[gpu]));
    }
    String opened = kind.equals("gauge") ? "gauge\":{\"" : kind;
    return "{\"name\":\"%s\",\"%sdataPoints\":[%s]}}"
        .formatted(name, opened, String.join(",", points));
  }
}
