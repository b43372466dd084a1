package io.anomalystack.local.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  @TempDir Path directory;

  @Test
  void appearsWhenItIsComplete() throws IOException {
    Path target = directory.resolve("out");
    try (OutputFile file = OutputFile.at(target)) {
      file.stream().write('x');
      assertThat(target).doesNotExist();
      file.complete();
    }

    assertThat(target).hasContent("x");
    assertThat(files()).containsExactly(target);
  }

  @Test
  void whatIsNotCompleteLeavesNothing() throws IOException {
    try (OutputFile file = OutputFile.at(directory.resolve("out"))) {
      file.stream().write('x');
    }

    assertThat(files()).isEmpty();
  }

  @Test
  void replacesWhatALinkPointsTo() throws IOException {
    Path target = Files.writeString(directory.resolve("out"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link"), target);
    try (OutputFile file = OutputFile.at(link)) {
      file.stream().write('x');
      file.complete();
    }

    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent("x");
  }

  @Test
  void leavesADeviceInItsPlace() throws IOException {
    Path device = Path.of("/dev/null");
    try (OutputFile file = OutputFile.at(device)) {
      file.stream().write('x');
      file.complete();
    }

    assertThat(Files.isRegularFile(device)).isFalse();
  }

  @Test
  void keepsAStreamOpen() throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    try (OutputFile file = OutputFile.to(stream)) {
      file.stream().write('x');
      file.complete();
    }

    assertThat(stream.toByteArray()).containsExactly('x');
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
