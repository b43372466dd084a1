package io.anomalystack.local.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LakeDirectoryTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "decisions/date=2024-08-29, true",
    "decisions/date=foo, false",
    "decisions/2024-08-29, false",
    "decisions, false",
    "date=2024-08-29, false",
  })
  void lakeHasADayAtLeast(String folder, boolean lake) throws Exception {
    Files.createDirectories(directory.resolve(folder));

    assertThat(LakeDirectory.isLake(directory.toString())).isEqualTo(lake);
  }

  @Test
  void daysAreFolders() throws Exception {
    Files.createFile(
        Files.createDirectory(directory.resolve("decisions")).resolve("date=2024-08-29"));

    assertThat(LakeDirectory.isLake(directory.toString())).isFalse();
  }
}
