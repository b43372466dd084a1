package io.anomalystack.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressFileTest {
  private static final String NOTHING_READ =
      "{\"position\":{\"offset\":%d,\"tailBytes\":%d,\"tailSha256\":\"00\"},"
          + "\"clock\":{\"elapsedMillis\":0,\"lastStep\":0}}";

  @TempDir Path directory;

  @Test
  void readsWhatItHasWritten() throws IOException {
    ProgressFile file = new ProgressFile(directory.resolve("position"));
    assertThat(file.read()).isEmpty();
    Files.writeString(file.path(), NOTHING_READ.formatted(7, 7));
    Progress progress = file.read().orElseThrow();
    file.write(progress);

    assertThat(file.read()).contains(progress);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "null",
        "\u00ff",
        "-1/0",
        "10/-1",
        "10/11",
        "4000000000/2000000000"
      })
  void saysThatItIsDamaged(String damaged) throws IOException {
    Path path = directory.resolve("position");
    String[] numbers = damaged.split("/");
    String text =
        numbers.length == 2
            ? NOTHING_READ.formatted(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]))
            : damaged;
    Files.write(path, text.getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(new ProgressFile(path)::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a position that 'forward' has written");
  }
}
