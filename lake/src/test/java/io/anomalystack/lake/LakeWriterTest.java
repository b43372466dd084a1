package io.anomalystack.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.anomalystack.model.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LakeWriterTest {
  private static final int DAYS = 3 * LakeWriter.MAX_OPEN_FILES;

  @TempDir Path lake;

  @Test
  void everyDayIsAFolder() throws Exception {
    write("replay", decisions(2, 3));

    assertThat(files())
        .containsExactly(
            "decisions/date=2024-08-29/replay-0.parquet",
            "decisions/date=2024-08-30/replay-0.parquet");
    assertThat(read()).containsExactlyInAnyOrderElementsOf(decisions(2, 3));
  }

  @Test
  void daysInTurnNeedFewOpenFilesAndLoseNothing() throws Exception {
    // Each day comes back after all others had their turn.
    write("replay", decisions(DAYS, 3));

    assertThat(files()).hasSize(3 * DAYS);
    assertThat(read()).containsExactlyInAnyOrderElementsOf(decisions(DAYS, 3));
  }

  @Test
  void nothingShowsBeforeItIsComplete() throws Exception {
    try (LakeWriter writer = new LakeWriter(lake, "replay")) {
      for (Decision decision : decisions(DAYS, 1)) {
        writer.write(decision);
      }
      assertThat(LakeReader.of(lake).files()).isEmpty();
      assertThat(files()).isNotEmpty().allMatch(file -> file.contains("/."));
    }

    assertThat(files()).isEmpty();
  }

  @Test
  void anotherRunOfTheNameReplacesTheFirst() throws Exception {
    write("replay", decisions(5, 2));
    write("other", decisions(1, 1));

    write("replay", decisions(3, 4));

    assertThat(files())
        .containsExactly(
            "decisions/date=2024-08-29/other-0.parquet",
            "decisions/date=2024-08-29/replay-0.parquet",
            "decisions/date=2024-08-30/replay-0.parquet",
            "decisions/date=2024-08-31/replay-0.parquet");
    List<Decision> expected = new ArrayList<>(decisions(3, 4));
    expected.addAll(decisions(1, 1));
    assertThat(read()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void runThatFailsLeavesTheFirstAlone() throws Exception {
    write("replay", decisions(2, 2));

    try (LakeWriter writer = new LakeWriter(lake, "replay")) {
      writer.write(Decisions.full("2024-08-29T00:00:00Z"));
    }

    assertThat(read()).containsExactlyInAnyOrderElementsOf(decisions(2, 2));
  }

  @Test
  void sameRunWritesTheSameBytes() throws Exception {
    write("replay", decisions(2, 1000));
    Path file = lake.resolve("decisions/date=2024-08-30/replay-0.parquet");
    byte[] first = Files.readAllBytes(file);

    write("replay", decisions(2, 1000));

    assertThat(file).hasBinaryContent(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".hidden", "_hidden", "a/b", "a b", "..", "a\n"})
  void namesThatAreNoFilesAreRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LakeWriter(lake, name))
        .withMessageContaining("'" + name + "'");
  }

  @Test
  void readsOnlyTheDaysAskedFor() throws Exception {
    write("replay", decisions(5, 1));
    LakeReader reader =
        LakeReader.of(lake).between(LocalDate.of(2024, 8, 30), LocalDate.of(2024, 8, 31));

    assertThat(reader.files()).hasSize(2);
    assertThat(read(reader)).hasSize(2).isEqualTo(decisions(5, 1).subList(1, 3));
  }

  @Test
  void whatARunThatWasKilledLeftGoesWithTheNextOfItsName() throws Exception {
    write("replay", decisions(2, 2));
    Path partition = lake.resolve("decisions/date=2024-08-29");
    String run = "0b6d4b4e-9f0f-4f0e-8f0e-1c2d3e4f5a6b";
    Path killed = Files.writeString(partition.resolve(".replay-0.parquet." + run + ".part"), "x");
    Path other = Files.writeString(partition.resolve(".replay-2-0.parquet." + run + ".part"), "x");
    Path sinks = Files.writeString(partition.resolve(".part-0.parquet.inprogress." + run), "x");

    try (LakeWriter writer = new LakeWriter(lake, "replay")) {
      assertThat(killed).as("at the start").doesNotExist();
      writer.complete();
    }

    assertThat(other).as("of another run").exists();
    assertThat(sinks).exists();
  }

  @Test
  void whatIsNoFileOfTheTableIsLeftAlone() throws Exception {
    write("replay", decisions(1, 1));
    Path partition = lake.resolve("decisions/date=2024-08-29");
    Files.writeString(partition.resolve(".part-0.parquet.inprogress.1"), "half");
    Files.writeString(partition.resolve(".hidden.parquet"), "half");
    Files.writeString(partition.resolve("_SUCCESS"), "");
    Files.writeString(lake.resolve("decisions/notes.txt"), "ours");
    Files.createDirectories(lake.resolve("decisions/date=never"));

    assertThat(read()).isEqualTo(decisions(1, 1));
  }

  @Test
  void emptyLakeHoldsNothing() throws Exception {
    assertThat(read()).isEmpty();
    assertThat(read(LakeReader.of(lake.resolve("nowhere")))).isEmpty();
  }

  /** Decisions of some days, the days in turn. */
  private static List<Decision> decisions(int days, int each) {
    Instant start = Instant.parse("2024-08-29T00:00:00Z");
    List<Decision> decisions = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      for (int day = 0; day < days; day++) {
        Instant time = start.plus(day, ChronoUnit.DAYS).plus(i, ChronoUnit.MINUTES);
        decisions.add(Decisions.plain(time.toString()));
      }
    }
    return decisions;
  }

  private void write(String name, List<Decision> decisions) throws IOException {
    try (LakeWriter writer = new LakeWriter(lake, name)) {
      for (Decision decision : decisions) {
        writer.write(decision);
      }
      assertThat(writer.rows()).isEqualTo(decisions.size());
      writer.complete();
    }
  }

  private List<Decision> read() throws IOException {
    return read(LakeReader.of(lake));
  }

  private static List<Decision> read(LakeReader reader) throws IOException {
    List<Decision> decisions = new ArrayList<>();
    reader.forEach(decisions::add);
    return decisions;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(lake)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> lake.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
