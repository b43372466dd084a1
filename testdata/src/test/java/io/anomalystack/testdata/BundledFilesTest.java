package io.anomalystack.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.DetectorFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BundledFilesTest {
  /** Maven runs a module's tests in the module's folder. */
  private static final Path FOLDER = Path.of("").toAbsolutePath();

  @Test
  void committedFilesAreWhatTheGeneratorMakes() throws IOException {
    for (Map.Entry<String, byte[]> file : BundledFiles.generate().entrySet()) {
      assertThat(GenerateTestData.isCurrent(FOLDER.resolve(file.getKey()), file.getValue()))
          .as("%s is what GenerateTestData makes today; run it", file.getKey())
          .isTrue();
    }
  }

  @Test
  void classPathHoldsTheCommittedFiles() throws IOException {
    for (Map.Entry<String, byte[]> file : BundledFiles.generate().entrySet()) {
      assertThat(BundledFiles.read(file.getKey()))
          .isEqualTo(new String(file.getValue(), StandardCharsets.UTF_8));
    }
    assertThat(BundledFiles.read(BundledFiles.ANYBOOKS_DETECTORS)).contains("anybooks-sales");
  }

  @Test
  void writesOnlyWhatHasChanged(@TempDir Path folder) throws IOException {
    GenerateTestData.writeChanged(folder);
    Path labels = folder.resolve(BundledFiles.ANYBOOKS_LABELS);
    Files.writeString(labels, "drifted");

    List<String> written = GenerateTestData.writeChanged(folder);

    assertThat(written).containsExactly(BundledFiles.ANYBOOKS_LABELS);
    assertThat(labels).hasContent(BundledFiles.read(BundledFiles.ANYBOOKS_LABELS));
  }

  @Test
  void zippedFileHoldsNoTimeOfItsMaking() throws IOException {
    byte[] stream = Files.readAllBytes(FOLDER.resolve(BundledFiles.ANYBOOKS_STREAM));

    assertThat(stream).startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0);
  }

  @Test
  void namesAFileThatIsNotThere() {
    assertThatThrownBy(() -> BundledFiles.open("streams/none.jsonl"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("streams/none.jsonl");
  }

  @ParameterizedTest
  @MethodSource("detectorFiles")
  void committedDetectorFilesAreValid(Path file) throws Exception {
    List<Detector> detectors = DetectorFile.read(file);

    assertThat(detectors).isNotEmpty();
  }

  static List<Path> detectorFiles() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve("detectors"))) {
      return files.sorted().toList();
    }
  }
}
