package io.anomalystack.model.detector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
  @TempDir private Path directory;

  @Test
  void findsAFileBesideTheDetectorFile() throws Exception {
    Path past = Files.createFile(Files.createDirectory(directory.resolve("past")).resolve("a.csv"));
    Path file = directory.resolve("detectors.yaml");
    Files.writeString(file, DetectorText.with("history: {file: past/../past/a.csv}"));

    List<Detector> detectors = DetectorFile.read(file);

    assertThat(detectors.get(0).history()).isEqualTo(new History(past.toString(), null, null));
  }

  @Test
  void takesAnAbsolutePath() throws Exception {
    Path past = Files.createFile(directory.resolve("past.jsonl"));

    assertThat(DetectorText.read("history: {file: '" + past + "'}").history().file())
        .isEqualTo(past.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket/a key.jsonl", "https://host/past.csv", "file:///no/such"})
  void leavesAddressesElsewhereAlone(String address) throws Exception {
    assertThat(DetectorText.read("history: {file: '" + address + "'}").history())
        .isEqualTo(new History(address, null, null));
  }

  @Test
  void readsAnEarlierOffset() throws Exception {
    assertThat(DetectorText.read("history: {since: 2w}").history())
        .isEqualTo(new History(null, Duration.ofDays(14), null));
  }

  @Test
  void findsALakeBesideTheDetectorFile() throws Exception {
    Path lake = Files.createDirectory(directory.resolve("past"));
    Path file = directory.resolve("detectors.yaml");
    Files.writeString(
        file, DetectorText.with("history: {lake: ../" + directory.getFileName() + "/past}"));

    assertThat(DetectorFile.read(file).get(0).history())
        .isEqualTo(new History(null, null, lake.toString()));
  }

  @Test
  void leavesLakesElsewhereAlone() throws Exception {
    assertThat(DetectorText.read("history: {lake: 's3://bucket/a lake'}").history())
        .isEqualTo(new History(null, null, "s3://bucket/a lake"));
  }

  @Test
  void refusesALakeThatIsNotThere() throws Exception {
    Files.createFile(directory.resolve("file"));

    assertThat(DetectorText.problemsIn(directory, DetectorText.with("history: {lake: gone}")))
        .containsExactly(
            "history.lake: must be a directory that is there, but there is none at "
                + directory.resolve("gone")
                + ", was 'gone'");
    assertThat(DetectorText.problemsIn(directory, DetectorText.with("history: {lake: file}")))
        .singleElement()
        .asString()
        .startsWith("history.lake: must be a directory that is there");
  }

  @Test
  void saysAllThatIsWrongAtOnce() {
    assertThat(
            DetectorText.problemsIn(
                directory, DetectorText.with("history: {file: past.csv, since: soon, lake: gone}")))
        .hasSize(4)
        .anyMatch(problem -> problem.startsWith("history.file: "))
        .anyMatch(problem -> problem.startsWith("history.since: "))
        .anyMatch(problem -> problem.startsWith("history.lake: "))
        .anyMatch(problem -> problem.startsWith("history: must name one of "));
  }

  @Test
  void refusesAFileThatIsNotThere() {
    String setting = "history: {file: past.jsonl}";

    assertThat(DetectorText.problemsIn(directory, DetectorText.with(setting)))
        .containsExactly(
            "history.file: must be a file that is there, but there is none at "
                + directory.resolve("past.jsonl")
                + ", was 'past.jsonl'");
  }

  @Test
  void refusesAFolder() {
    assertThat(DetectorText.problemsIn(directory, DetectorText.with("history: {file: .}")))
        .singleElement()
        .asString()
        .startsWith("history.file: must be a file that is there");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "7d|history: expected a map, was '7d'",
        "{}|history: must name file, since or lake",
        "{file: }|history: must name file, since or lake",
        "{lake: }|history: must name file, since or lake",
        "{file: s3://b/k, since: 7d}|history: must name one of file, since and lake, but names"
            + " file, since",
        "{file: s3://b/k, lake: s3://b}|history: must name one of file, since and lake, but names"
            + " file, lake",
        "{since: 7d, lake: s3://b}|history: must name one of file, since and lake, but names"
            + " since, lake",
        "{since: week}|history.since: expected a duration such as '1m', was 'week'",
        "{since: 0s}|history.since: must be between 1s and 3650d, was '0s'",
        "{from: 7d}|history.from: unknown setting; known here: file, since, lake",
        "{lakes: s3://b}|history.lakes: unknown setting; did you mean 'lake'?",
        "{file: [a]}|history.file: expected a text, was a list",
        "{lake: [a]}|history.lake: expected a text, was a list",
      })
  void refuses(String history, String problem) {
    assertThat(DetectorText.problems(DetectorText.with("history: " + history)))
        .containsExactly(problem);
  }
}
