package io.anomalystack.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anomalystack.testdata.AnyBooks;
import io.anomalystack.testdata.BundledFiles;
import io.anomalystack.testdata.LabelledWindow;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Nine hours with a spike and an outage of each product among what is planted. */
  private static final AnyBooks SALES =
      AnyBooks.BUNDLED
          .withSeed(11)
          .withLength(Duration.ofHours(9))
          .withLearning(Duration.ofHours(1));

  @TempDir Path directory;
  private Path detectors;
  private Path input;
  private Path labels;
  private Path json;

  @BeforeEach
  void setUp() throws IOException {
    detectors = directory.resolve("detectors.yaml");
    Files.writeString(detectors, BundledFiles.read(BundledFiles.ANYBOOKS_DETECTORS));
    input = directory.resolve("sales.jsonl");
    try (Writer writer = Files.newBufferedWriter(input)) {
      SALES.writeTo(writer);
    }
    labels = directory.resolve("labels.csv");
    Files.write(
        labels,
        Stream.concat(
                Stream.of(LabelledWindow.CSV_HEADER),
                SALES.labels().stream().map(LabelledWindow::toCsv))
            .toList());
    json = directory.resolve("results.json");
  }

  @Test
  void measuresAFreshlyMadeStreamAgainstItsLabels() throws IOException {
    Path html = directory.resolve("page.html");
    Path decisions = directory.resolve("decisions.jsonl");

    Cli backtest =
        backtest(
            "--json",
            json.toString(),
            "--html",
            html.toString(),
            "--decisions",
            decisions.toString());

    assertThat(backtest.err()).isEmpty();
    assertThat(backtest.status()).isZero();
    JsonNode result = results().path("results").get(0);
    JsonNode totals = result.path("totals");
    int planted = SALES.labels().size();
    assertThat(totals.path("windows").intValue()).isEqualTo(planted);
    assertThat(result.path("found").size() + result.path("missed").size()).isEqualTo(planted);
    assertThat(totals.path("found").intValue()).isEqualTo(result.path("found").size()).isPositive();
    assertThat(totals.path("alerts").intValue())
        .isEqualTo(totals.path("right").intValue() + totals.path("falseAlarms").intValue());
    assertThat(totals.path("decisions").intValue() + totals.path("decisionsInLearning").intValue())
        .isEqualTo(Files.readAllLines(decisions).size());
    assertThat(result.path("bySeries")).hasSize(2);
    assertThat(result.path("byKind").findValuesAsText("kind"))
        .containsExactlyInAnyOrderElementsOf(
            SALES.labels().stream().map(window -> window.kind().label()).distinct().toList());
    assertThat(backtest.out())
        .contains("records read", "precision", "recall", "by kind", "by series, worst first");
    assertThat(html).content().startsWith("<!doctype html>");
  }

  @Test
  void writesTheVeryDecisionsOfAReplay() throws IOException {
    Path ofBacktest = directory.resolve("backtest.jsonl");
    Path ofReplay = directory.resolve("replay.jsonl");

    backtest("--decisions", ofBacktest.toString());
    Cli.run(
        "replay",
        "--detectors",
        detectors.toString(),
        "--input",
        input.toString(),
        "--output",
        ofReplay.toString());

    assertThat(ofBacktest).hasSameBinaryContentAs(ofReplay);
  }

  @Test
  void missedGatesMakeTheExitStatusOneAndTheResultsAreThere() throws IOException {
    Files.writeString(labels, "start,end\n2024-08-29 01:10,2024-08-29 01:11\n");

    Cli backtest =
        backtest("--min-recall", "1", "--min-precision", "0.99", "--json", json.toString());

    assertThat(backtest.status()).isEqualTo(ExitStatus.GATE_MISSED);
    assertThat(backtest.err())
        .contains(
            "anomaly backtest: precision is 0, below --min-precision 0.99",
            "anomaly backtest: recall is 0, below --min-recall 1");
    JsonNode gates = results().path("gates");
    assertThat(gates.path("passed").booleanValue()).isFalse();
    assertThat(gates.path("missed")).hasSize(2);
  }

  @Test
  void comparesTwoDetectorFiles() throws IOException {
    Path deaf = directory.resolve("deaf.yaml");
    Files.writeString(
        deaf, Files.readString(detectors).replace("anomalyThreshold: 70", "anomalyThreshold: 100"));

    Cli backtest =
        backtest("--detectors", deaf.toString(), "--min-precision", "1", "--json", json.toString());

    assertThat(backtest.status()).as("the last one raises no alert at all").isZero();
    assertThat(backtest.out())
        .contains("detectors.yaml", "deaf.yaml", "change", "found only by detectors.yaml")
        .containsPattern("precision +[01]\\.[0-9]{3} +– +–");
    JsonNode results = results();
    JsonNode totals = results.path("results").get(1).path("totals");
    assertThat(results.path("results")).hasSize(2);
    assertThat(totals.path("precision").isNull()).isTrue();
    assertThat(totals.path("medianDelaySeconds").isNull()).isTrue();
    JsonNode comparison = results.path("comparison");
    assertThat(comparison.path("foundOnlyByFirst"))
        .hasSameSizeAs(results.path("results").get(0).path("found"));
    assertThat(comparison.path("foundOnlyBySecond")).isEmpty();
    assertThat(comparison.path("recall").doubleValue()).isNegative();
    assertThat(comparison.path("precision").isNull()).isTrue();
  }

  @Test
  void readsStandardInputOnceForBothAndWritesDataAloneToStandardOutput() throws IOException {
    Cli backtest =
        Cli.runWithInput(
            Files.readAllBytes(input),
            "backtest",
            "--detectors",
            detectors.toString(),
            "--detectors",
            detectors.toString(),
            "--input",
            "-",
            "--labels",
            labels.toString(),
            "--json",
            "-");

    assertThat(backtest.status()).isZero();
    JsonNode results = MAPPER.readTree(backtest.out()).path("results");
    assertThat(results.get(0)).isEqualTo(results.get(1));
    assertThat(results.get(0).path("totals").path("alerts").intValue()).isPositive();
    assertThat(backtest.err()).contains("windows found");
  }

  @Test
  void everythingWrongWithLabelsOrDetectorsIsSaidBeforeAnythingIsDone() throws IOException {
    Files.writeString(labels, "start,end\n1,2\n");
    Path other = directory.resolve("other.yaml");
    Files.writeString(other, Files.readString(detectors).replace("period: 1m", "period: soon"));

    Cli badLabels = backtest("--json", json.toString());
    Cli badDetectors = backtest("--json", json.toString(), "--detectors", other.toString());

    assertThat(badLabels.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(badLabels.err()).contains("2 problems in labels", "line 2: start:", "line 2: end:");
    assertThat(badDetectors.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(badDetectors.err()).contains(other + ": detectors[0].period");
    assertThat(json).doesNotExist();
  }

  @Test
  void anInputThatCannotBeReadToItsEndLeavesNoResults() throws IOException {
    Path cut = directory.resolve("cut.jsonl.gz");
    try (var stream =
        BundledFiles.class.getResourceAsStream(
            "/anomaly-testdata/" + BundledFiles.ANYBOOKS_STREAM)) {
      Files.write(cut, stream.readNBytes(20_000));
    }
    input = cut;

    Cli backtest = backtest("--json", json.toString());

    assertThat(backtest.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(json).doesNotExist();
  }

  @Test
  void saysWhichColumnsAndLinesAreOfNoUse() throws IOException {
    Files.writeString(
        labels,
        """
        start,end,produkt_name
        2024-08-29 05:00,2024-08-29 05:01,item-A
        2024-08-29 05:00,2024-08-29 05:01,item-A
        """);

    Cli backtest = backtest();

    assertThat(backtest.out())
        .contains(
            "labels: no dimension of a detector, so of no use: column produkt_name",
            "labels: left out 1 line that said what another had said");
  }

  private Cli backtest(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "backtest",
                "--detectors",
                detectors.toString(),
                "--input",
                input.toString(),
                "--labels",
                labels.toString()));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  private JsonNode results() throws IOException {
    return MAPPER.readTree(Files.readString(json, StandardCharsets.UTF_8));
  }
}
