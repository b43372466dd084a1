package io.anomalystack.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.testdata.BundledFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnomalyTest {
  @TempDir Path directory;
  private String detectors;
  private String input;

  @BeforeEach
  void setUp() throws IOException {
    Path detectorFile = directory.resolve("detectors.yaml");
    Files.writeString(detectorFile, BundledFiles.read(BundledFiles.ANYBOOKS_DETECTORS));
    detectors = detectorFile.toString();
    Path inputFile = directory.resolve("input.jsonl");
    Files.writeString(inputFile, "{}\n");
    input = inputFile.toString();
  }

  @Test
  void helpTeachesCommandsAndExitStatuses() {
    Cli help = Cli.run("--help");

    assertThat(help.status()).isZero();
    assertThat(help.out())
        .contains(
            "demo",
            "replay",
            "backtest",
            "validate",
            "run",
            "approve",
            "Exit status:",
            "./anomaly replay");
  }

  @Test
  void noCommandIsACallForHelp() {
    assertThat(Cli.run()).isEqualTo(Cli.run("--help"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "replay", "backtest", "validate", "run", "approve"})
  void eachCommandHasHelp(String command) {
    Cli help = Cli.run(command, "--help");

    assertThat(help.status()).isZero();
    assertThat(help.out()).contains("Usage: anomaly " + command, "./anomaly " + command);
  }

  @ParameterizedTest
  @CsvSource({
    "replya, replay",
    "validate --detector x, --detectors",
    "replay --detectors D --input I, --output",
    "replay --detectors D --input I --output O --format xml, json or csv",
    "replay --detectors D --input I --output O --parallelism 0, --parallelism",
    "replay --detectors D --input I --output O --parallelism many, many",
    "replay --detectors D --input I --output O --now yesterday, yesterday",
    "replay --detectors D --input /no/such/file --output O, no such file",
    "replay --detectors /no/such/file --input I --output O, no such file",
    "replay --detectors D --input I --output /no/such/directory/o, no such directory",
    "replay --detectors D --input I --output I, would overwrite the input",
    "replay --detectors D --input I --output O --rejected O, must not be the same",
    "replay --detectors D --input I --output - --rejected -, must not be the same",
    "replay --detectors D --input / --output O, is a directory",
    "replay --detectors D --input I --output D, would overwrite the detectors",
    "replay --detectors D --input I --output O --topic purchases, reads topic 'purchases'",
    "backtest --detectors D --input I, --labels",
    "backtest --detectors D --input I --labels /no/such/file, no such file",
    "backtest --detectors D --input I --labels -, must be a file",
    "backtest --detectors D --input I --labels I --grace -1, --grace",
    "backtest --detectors D --input I --labels I --min-precision 70, between 0 and 1",
    "backtest --detectors D --input I --labels I --min-recall x, --min-recall",
    "backtest --detectors D --input I --labels I --json I, would overwrite the input",
    "backtest --detectors D --input I --labels I --html D, would overwrite the detectors",
    "backtest --detectors D --input I --labels I --json O --html O, must not be the same",
    "backtest --detectors D --detectors D --detectors D --input I --labels I, one file, or two",
    "run --detectors D, --bootstrap-servers",
    "run --detectors D --bootstrap-servers nonsense, nonsense",
    "run --detectors D --bootstrap-servers localhost:1 --delivery twice, delivery",
    "run --detectors D --bootstrap-servers localhost:1 --input-start now, input.start",
    "run --detectors D --bootstrap-servers localhost:1 --parallelism 0, --parallelism",
  })
  void badUsageSaysWhatIsWrongAndDoesNothing(String arguments, String expected) throws IOException {
    Cli cli = Cli.run(withFiles(arguments));

    assertThat(cli.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(cli.err()).contains(expected).doesNotContain("Exception", "\tat ");
    assertThat(cli.out()).isEmpty();
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(Path::toString)).containsExactlyInAnyOrder(detectors, input);
    }
  }

  @Test
  void anUnreachableBrokerIsAFailure() {
    Cli run = Cli.run("run", "--detectors", detectors, "--bootstrap-servers", "localhost:1");

    assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(run.err()).contains("no answer from Kafka at localhost:1 within 10 s");
  }

  private String[] withFiles(String arguments) {
    return List.of(arguments.split(" ")).stream()
        .map(
            word ->
                switch (word) {
                  case "D" -> detectors;
                  case "I" -> input;
                  case "O" -> directory.resolve("output").toString();
                  default -> word;
                })
        .toArray(String[]::new);
  }
}
