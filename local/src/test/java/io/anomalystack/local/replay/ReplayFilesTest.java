package io.anomalystack.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anomalystack.lake.LakeReader;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.terminal.Terminal;
import io.anomalystack.model.detector.DetectorFile;
import io.anomalystack.testdata.BundledFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayFilesTest {
  @TempDir Path directory;

  @Test
  void outputThatCannotBeEndedLeavesTheLakeAsItWas() throws Exception {
    Path lake = directory.resolve("lake");
    OutputStream closedPipe =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    assertThatThrownBy(() -> replay(lake, closedPipe)).hasMessageContaining("Broken pipe");
    assertThat(LakeReader.of(lake).files()).isEmpty();

    replay(lake, OutputStream.nullOutputStream());
    assertThat(LakeReader.of(lake).files()).isNotEmpty();
  }

  @Test
  void messagesOfOpenTelemetryAreReadOneALine() throws Exception {
    String message =
        """
        {"resourceMetrics":[{"resource":{"attributes":[{"key":"host.name","value":{"stringValue":"n7"}}]},"scopeMetrics":[{"metrics":[{"name":"up","gauge":{"dataPoints":[{"timeUnixNano":"%d","asDouble":1}]}}]}]}]}
        """
            .formatted(Instant.parse("2024-08-29T10:00:00Z").toEpochMilli() * 1_000_000);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    replay(metrics("otlp-json"), message + message + "{}\n", directory.resolve("lake"), out);

    // Of two records; the third is no message.
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains("\"value\":\"n7\"")
        .contains("\"aggregatedMeasureValue\":2.0");
  }

  @Test
  void binaryMessagesAreNotOnLines() {
    assertThatThrownBy(
            () ->
                replay(
                    metrics("otlp-protobuf"),
                    "",
                    directory.resolve("lake"),
                    OutputStream.nullOutputStream()))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "detector 'up' reads otlp-protobuf, which no file of lines can hold; write the messages"
                + " as OTLP/JSON, one on each line, and set format: otlp-json");
  }

  private static String metrics(String format) {
    return """
        detectors:
          - {name: up, topic: metrics, format: %s, period: 1m, dimensions: [host.name], measures: [{field: up}]}
        """
        .formatted(format);
  }

  /** So few decisions that they go out at the end. */
  private void replay(Path lake, OutputStream out) throws Exception {
    replay(
        BundledFiles.read(BundledFiles.ANYBOOKS_DETECTORS),
        """
        {"timestamp":"2024-08-29T10:00:00Z","product_name":"item-A","quantity":3}
        {"timestamp":"2024-08-29T10:01:00Z","product_name":"item-A","quantity":4}
        """,
        lake,
        out);
  }

  private void replay(String yaml, String records, Path lake, OutputStream out) throws Exception {
    Path detectors = directory.resolve("detectors.yaml");
    Files.writeString(detectors, yaml);
    Path input = directory.resolve("input.jsonl");
    Files.writeString(input, records);
    ReplayRequest request =
        new ReplayRequest(
            detectors.toString(),
            DetectorFile.read(detectors),
            input.toString(),
            null,
            "-",
            lake.toString(),
            null,
            null,
            null,
            1,
            Instant.parse("2024-08-30T00:00:00Z"));
    Terminal terminal =
        Terminal.plain(InputStream.nullInputStream(), out, OutputStream.nullOutputStream());
    new ReplayFiles(request, terminal).run();
  }
}
