package io.anomalystack.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anomalystack.lake.LakeReader;
import io.anomalystack.local.terminal.Terminal;
import io.anomalystack.model.detector.DetectorFile;
import io.anomalystack.testdata.BundledFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

  /** So few decisions that they go out at the end. */
  private void replay(Path lake, OutputStream out) throws Exception {
    Path detectors = directory.resolve("detectors.yaml");
    Files.writeString(detectors, BundledFiles.read(BundledFiles.ANYBOOKS_DETECTORS));
    Path input = directory.resolve("input.jsonl");
    Files.writeString(
        input,
        """
        {"timestamp":"2024-08-29T10:00:00Z","product_name":"item-A","quantity":3}
        {"timestamp":"2024-08-29T10:01:00Z","product_name":"item-A","quantity":4}
        """);
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
