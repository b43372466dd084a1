package io.anomalystack.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.lake.LakeReader;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.testdata.BundledFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayLakeTest {
  private static final Instant START = Instant.parse("2024-08-29T22:00:00Z");

  @TempDir Path directory;
  private Path detectors;
  private Path input;
  private Path output;
  private Path lake;

  @BeforeEach
  void setUp() throws IOException {
    detectors = directory.resolve("detectors.yaml");
    Files.writeString(detectors, BundledFiles.read(BundledFiles.ANYBOOKS_DETECTORS));
    input = directory.resolve("input.jsonl");
    Files.write(input, sales(START, 240));
    output = directory.resolve("decisions.jsonl");
    lake = directory.resolve("new/lake");
  }

  @Test
  void everyDecisionIsInTheLakeToo() throws IOException {
    Cli replay = replay("--output", output.toString(), "--lake", lake.toString());

    assertThat(replay.err()).isEmpty();
    assertThat(replay.status()).isZero();
    List<Decision> written =
        Files.readAllLines(output).stream()
            .map(line -> DecisionJson.read(line.getBytes(StandardCharsets.UTF_8)))
            .toList();
    assertThat(written).hasSize(2 * 240);
    assertThat(inLake()).containsExactlyInAnyOrderElementsOf(written);
    assertThat(files()).hasSize(2);
    assertThat(replay.out())
        .contains("480 decisions in the lake " + lake + ": 2 files, decisions/date=…/replay-");
  }

  @Test
  void whatIsSaidOfIncidentsLiesBesideTheDecisions() throws IOException {
    Path alerts = directory.resolve("alerts.jsonl");
    Path beside = lake.resolve("alerts.jsonl");
    spikeIn(input, START);
    replay("--lake", lake.toString(), "--alerts", alerts.toString());
    List<String> first = Files.readAllLines(beside);
    assertThat(first).isNotEmpty().isEqualTo(Files.readAllLines(alerts));

    replay("--lake", lake.toString());
    assertThat(beside).as("not twice").hasSameTextualContentAs(alerts);

    spikeIn(input, START.plusSeconds(86_400));
    replay("--lake", lake.toString(), "--alerts", alerts.toString());
    assertThat(Files.readAllLines(beside))
        .as("that of another day stays")
        .startsWith(first.toArray(String[]::new))
        .endsWith(Files.readAllLines(alerts).toArray(String[]::new))
        .hasSize(first.size() + Files.readAllLines(alerts).size());
    assertThat(lake.resolve("remedies.jsonl")).as("as no detector has any").isEmptyFile();
  }

  private static void spikeIn(Path input, Instant start) throws IOException {
    List<String> sales = sales(start, 240);
    sales.replaceAll(
        sale ->
            sale.contains(start.plusSeconds(60L * 220) + "") ? sale.replace(":1", ":9991") : sale);
    Files.write(input, sales);
  }

  @Test
  void lakeAloneIsEnough() throws IOException {
    Cli replay = replay("--lake", lake.toString());

    assertThat(replay.status()).isZero();
    assertThat(inLake()).hasSize(480);
    assertThat(replay.out()).contains("records read");
  }

  @Test
  void asksWhereTheDecisionsGo() {
    Cli replay = replay();

    assertThat(replay.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(replay.err())
        .isEqualToIgnoringNewLines(
            "anomaly replay: say where the decisions go: --output FILE, --lake DIRECTORY, or both");
  }

  @Test
  void sameReplayAgainTakesThePlaceOfWhatItWrote() throws IOException {
    replay("--lake", lake.toString());
    List<Path> before = files();
    Files.writeString(
        detectors,
        Files.readString(detectors).replace("anomalyThreshold: 70", "anomalyThreshold: 9"));
    Path elsewhere = Files.move(input, directory.resolve("moved.jsonl"));
    input = elsewhere;

    Cli again = replay("--lake", lake.toString(), "--parallelism", "1");

    assertThat(again.status()).isZero();
    assertThat(files()).isEqualTo(before);
    assertThat(inLake()).hasSize(480);
    assertThat(inLake()).extracting(Decision::anomalyDecisionThreshold).containsOnly(9.0);
  }

  @Test
  void replayOfAnythingElseLiesBesideIt() throws IOException {
    replay("--lake", lake.toString());
    // Another input under the same name.
    Files.write(input, sales(START.plusSeconds(86_400), 100));
    replay("--lake", lake.toString());
    // The same input for another detector.
    Files.writeString(
        detectors, Files.readString(detectors).replaceFirst("name: [a-z-]+", "name: another"));
    replay("--lake", lake.toString());

    assertThat(inLake()).hasSize(480 + 200 + 200);
    assertThat(inLake()).extracting(Decision::decisionId).doesNotHaveDuplicates();
  }

  @Test
  void replayThatFailsLeavesNoLake() throws IOException {
    cutInput();

    Cli replay = replay("--lake", lake.toString(), "--output", output.toString());

    assertThat(replay.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(lake).doesNotExist();
    assertThat(output).doesNotExist();
    Path made = Files.createDirectory(directory.resolve("made"));
    replay("--lake", made.toString());
    assertThat(made).as("which was there before").isDirectory();
  }

  @Test
  void replayThatFailsLeavesALakeAsItWas() throws IOException {
    replay("--lake", lake.toString());
    List<Path> before = files();
    cutInput();

    replay("--lake", lake.toString());

    assertThat(inLake()).hasSize(480);
    assertThat(files()).isEqualTo(before);
    try (Stream<Path> tree = Files.walk(lake)) {
      assertThat(
              tree.filter(Files::isRegularFile).filter(file -> !file.toString().endsWith(".jsonl")))
          .as("no hidden ones")
          .hasSameSizeAs(before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-, --lake: must be a directory",
    "'', --lake: must be a directory",
    "s3://bucket/lake, --lake: must be a directory on this machine",
    "{dir}/input.jsonl, '--lake: must be a directory, but is a file: {dir}/input.jsonl'",
    "{dir}/input.jsonl/x, '--lake: must be a directory, but is a file: {dir}/input.jsonl'",
    "{dir}/taken, '--lake: must be a directory, but is a file: {dir}/taken/decisions'",
    "/proc/lake, '--lake: cannot be written: /proc/lake: '",
  })
  void refusesWhatCannotBeALake(String name, String message) throws IOException {
    Files.createFile(Files.createDirectory(directory.resolve("taken")).resolve("decisions"));

    Cli replay = replay("--lake", inDirectory(name), "--output", output.toString());

    assertThat(replay.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(replay.err()).startsWith("anomaly replay: " + inDirectory(message));
    assertThat(replay.err().lines()).hasSize(1);
    assertThat(output).doesNotExist();
  }

  @Test
  void lakeIsNoInputAndTheMessageSaysWhatWouldBe() throws IOException {
    replay("--lake", lake.toString());
    input = lake;

    Cli replay = replay("--output", output.toString());

    assertThat(replay.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(replay.err())
        .contains("--input: is a lake", "anomaly backtest --input", "history: {lake: …}");
    input = directory;
    assertThat(replay("--output", output.toString()).err()).contains("--input: is a directory: ");
  }

  private String inDirectory(String text) {
    return text.replace("{dir}", directory.toString());
  }

  private void cutInput() throws IOException {
    Path cut = directory.resolve("cut.jsonl.gz");
    try (var stream =
        BundledFiles.class.getResourceAsStream(
            "/anomaly-testdata/" + BundledFiles.ANYBOOKS_STREAM)) {
      Files.write(cut, stream.readNBytes(20_000));
    }
    input = cut;
  }

  /** A sale of each of two products in every minute; over midnight. */
  private static List<String> sales(Instant start, int minutes) {
    List<String> lines = new ArrayList<>();
    for (int minute = 0; minute < minutes; minute++) {
      for (String product : List.of("item-A", "item-B")) {
        lines.add(
            "{\"timestamp\":\"%s\",\"product_name\":\"%s\",\"quantity\":%d}"
                .formatted(start.plusSeconds(60L * minute), product, 10 + minute * 7 % 5));
      }
    }
    return lines;
  }

  private List<Decision> inLake() throws IOException {
    List<Decision> decisions = new ArrayList<>();
    LakeReader.of(lake).forEach(decisions::add);
    return decisions;
  }

  private List<Path> files() throws IOException {
    return LakeReader.of(lake).files();
  }

  private Cli replay(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("replay", "--detectors", detectors.toString(), "--input", input.toString()));
    args.addAll(Arrays.asList(more));
    return Cli.run(args.toArray(String[]::new));
  }
}
