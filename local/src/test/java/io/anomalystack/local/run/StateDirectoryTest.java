package io.anomalystack.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anomalystack.embedded.Scratch;
import io.anomalystack.local.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
  @TempDir Path directory;

  @Test
  void aNewDirectoryHasNothingToGoOnFrom() throws Exception {
    try (StateDirectory state = StateDirectory.open(directory.resolve("new/one"))) {
      assertThat(state.newest()).isEmpty();
    }
  }

  @Test
  void findsTheNewestOfCheckpointsAndSavepoints() throws Exception {
    snapshot("job-1/chk-9", 1_000);
    snapshot("job-2/chk-10", 3_000);
    snapshot("savepoint-1", 2_000);

    try (StateDirectory state = StateDirectory.open(directory)) {
      assertThat(state.newest().orElseThrow().path()).endsWith(Path.of("job-2/chk-10"));
    }
  }

  @Test
  void passesOverWhatIsNotComplete() throws Exception {
    snapshot("job/chk-1", 1_000);
    Files.createDirectories(directory.resolve("job/chk-2"));
    Files.writeString(directory.resolve("job/chk-2/state"), "half");

    try (StateDirectory state = StateDirectory.open(directory)) {
      assertThat(state.newest().orElseThrow().path()).endsWith(Path.of("job/chk-1"));
    }
  }

  @Test
  void isForOneRunAtATime() throws Exception {
    try (StateDirectory first = StateDirectory.open(directory)) {
      assertThatThrownBy(() -> StateDirectory.open(directory))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("another run uses the state in " + directory);
      assertThat(first.newest()).isEmpty();
    }
    StateDirectory.open(directory).close();
  }

  @Test
  void clearsAwayWhatAKilledRunHasLeft() throws Exception {
    snapshot("job/chk-1", 1_000);
    try (StateDirectory killed = StateDirectory.open(directory)) {
      Files.writeString(killed.scratch().path().resolve("left"), "");
    }

    try (StateDirectory state = StateDirectory.open(directory);
        Scratch scratch = state.scratch()) {
      assertThat(scratch.path()).isEmptyDirectory();
      assertThat(state.newest()).isPresent();
    }
  }

  private void snapshot(String name, long time) throws IOException {
    Path path = Files.createDirectories(directory.resolve(name));
    Path metadata = Files.writeString(path.resolve("_metadata"), "");
    Files.setLastModifiedTime(metadata, FileTime.fromMillis(time));
  }
}
