package io.anomalystack.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anomalystack.lake.LakeReader;
import io.anomalystack.lake.LakeWriter;
import io.anomalystack.testdata.AnyBooks;
import io.anomalystack.testdata.LabelledWindow;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacktestLakeTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A day and a bit more. */
  private static final AnyBooks SALES =
      AnyBooks.BUNDLED
          .withSeed(11)
          .withLength(Duration.ofHours(27))
          .withLearning(Duration.ofHours(1));

  /** Periods that do not end with a day, and points of one second. */
  private static final String DETECTORS =
      """
      detectors:
        - name: by-the-minute
          topic: sales
          timestamp: timestamp
          period: 5m
          dimensions: [product_name]
          measures: [{field: quantity}]
          missing: zero
        - name: all-products
          topic: sales
          timestamp: timestamp
          period: 7m
          measures: [{field: quantity}, {field: quantity, aggregation: count, name: sales}]
          joint: true
          allowedLateness: 5m
        - name: each-sale
          topic: sales
          timestamp: timestamp
          where: {product_name: [item-A]}
          period: record
          measures: [{field: quantity}]
      """;

  @TempDir Path directory;
  private Path detectors;
  private Path input;
  private Path labels;
  private Path json;
  private Path lake;

  @BeforeEach
  void setUp() throws IOException {
    detectors = directory.resolve("detectors.yaml");
    Files.writeString(detectors, DETECTORS);
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
    lake = directory.resolve("lake");
  }

  @Test
  void whatTheLakeHoldsIsAsGoodAsWhenItWasDecided() throws IOException {
    Path decided = directory.resolve("decided.jsonl");
    Path read = directory.resolve("read.jsonl");
    Path html = directory.resolve("page.html");

    Cli deciding =
        backtest(
            "--lake",
            lake.toString(),
            "--json",
            json.toString(),
            "--decisions",
            decided.toString());
    ObjectNode before = results();
    input = lake;
    Cli reading =
        backtest(
            "--json", json.toString(), "--decisions", read.toString(), "--html", html.toString());
    ObjectNode after = results();

    assertThat(deciding.status()).isZero();
    assertThat(deciding.out()).contains(" decisions in the lake " + lake + ": ");
    assertThat(reading.err()).isEmpty();
    assertThat(reading.status()).isZero();
    // The very bytes, in the very order.
    assertThat(read).hasSameBinaryContentAs(decided);
    assertThat(before.remove("decisionsFrom").textValue()).isEqualTo("replay");
    assertThat(after.remove("decisionsFrom").textValue()).isEqualTo("lake");
    assertThat(after.remove("input").textValue()).isEqualTo(lake.toString());
    before.remove("input");
    for (String unknown : List.of("records", "rejected")) {
      assertThat(totals(after).remove(unknown).isNull()).isTrue();
      totals(before).remove(unknown);
    }
    assertThat(after).isEqualTo(before);
    assertThat(totals(after).path("alerts").intValue()).isPositive();
    assertThat(reading.out())
        .contains("as they were made: from the lake " + lake, "2024-08-29 to 2024-08-30 UTC")
        .doesNotContain("records read", "repeated");
    assertThat(html).content().contains("\"decisionsFrom\":\"lake\"");
  }

  @Test
  void backtestTakesThePlaceOfTheReplayOfTheSame() throws IOException {
    Cli.run(
        "replay",
        "--detectors",
        detectors.toString(),
        "--input",
        input.toString(),
        "--lake",
        lake.toString());
    List<Path> files = LakeReader.of(lake).files();

    backtest("--lake", lake.toString());

    assertThat(LakeReader.of(lake).files()).isEqualTo(files).isNotEmpty();
  }

  @Test
  void whatIsThereTwiceCountsOnceAndOthersDecisionsNotAtAll() throws IOException {
    backtest("--lake", lake.toString(), "--json", json.toString());
    JsonNode all = results().path("results");
    try (LakeWriter copy = new LakeWriter(lake, "a-copy")) {
      LakeReader.of(lake).forEach(copy::write);
      copy.complete();
    }
    input = lake;

    Cli everything = backtest("--json", json.toString());
    JsonNode twice = results().path("results");
    Files.writeString(detectors, DETECTORS.substring(0, DETECTORS.indexOf("  - name: all-")));
    Cli one = backtest("--json", json.toString());

    assertThat(twice.get(0).path("totals").path("alerts"))
        .isEqualTo(all.get(0).path("totals").path("alerts"));
    assertThat(twice.get(0).path("bySeries")).isEqualTo(all.get(0).path("bySeries"));
    assertThat(everything.out()).containsPattern("repeated +[0-9,]+ +counted once");
    assertThat(one.status()).isZero();
    assertThat(results().findValuesAsText("detectorName")).containsOnly("by-the-minute");
  }

  @Test
  void onlySomeDaysCanBeAskedFor() throws IOException {
    backtest("--lake", lake.toString());
    input = lake;

    Cli second = backtest("--since", "2024-08-30", "--json", json.toString());
    JsonNode ofSecond = results().path("results").get(0).path("totals");
    Cli first = backtest("--until", "2024-08-29", "--json", json.toString());
    JsonNode ofFirst = results().path("results").get(0).path("totals");

    assertThat(second.out()).contains("2024-08-30 to 2024-08-30 UTC");
    assertThat(ofSecond.path("from").textValue()).startsWith("2024-08-30 00:00");
    assertThat(first.out()).contains("2024-08-29 to 2024-08-29 UTC");
    assertThat(ofFirst.path("to").textValue()).startsWith("2024-08-30 00:0");
    assertThat(backtest("--since", "2024-09-01").err())
        .startsWith("anomaly backtest: --input: the lake " + lake + " holds no decisions of these");
  }

  @Test
  void saysWhoseDecisionsTheLakeHolds() throws IOException {
    backtest("--lake", lake.toString());
    input = lake;
    Files.writeString(
        detectors,
        DETECTORS.substring(0, DETECTORS.indexOf("  - name: all-")).replace("by-the", "by-a"));

    Cli backtest = backtest("--json", json.toString());

    assertThat(backtest.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(backtest.err())
        .isEqualToIgnoringNewLines(
            "anomaly backtest: --input: the lake "
                + lake
                + " holds no decisions of by-a-minute, but of all-products, by-the-minute,"
                + " each-sale");
    assertThat(json).doesNotExist();
  }

  @Test
  void lakeStandsForAllTopics() throws IOException {
    backtest("--lake", lake.toString());
    input = lake;
    Files.writeString(detectors, DETECTORS.replaceFirst("topic: sales", "topic: other"));

    assertThat(backtest().status()).isZero();
    assertThat(backtest("--topic", "nobody's").status()).isEqualTo(ExitStatus.USAGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lake|--lake other|--lake: not with a lake as --input",
        "lake|--format csv|--format: not with a lake as --input",
        "lake|--since 2024-09-02 --until 2024-09-01|--since: must not be after --until",
        "lake|--since yesterday|Invalid value for option '--since': expected a day such as",
        "sales.jsonl|--since 2024-09-02|--since and --until: only for a lake as --input",
        ".|--grace 1|--input: is a directory, but no lake, which holds decisions/date=…/: ",
        "sales.jsonl|--lake {dir}/labels.csv|--lake: must be a directory, but is a file: ",
      })
  void refusesWhatIsOfNoUse(String name, String options, String message) throws IOException {
    Files.createDirectories(lake.resolve("decisions/date=2024-08-29"));
    input = directory.resolve(name);

    Cli backtest = backtest(options.replace("{dir}", directory.toString()).split(" "));

    assertThat(backtest.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(backtest.err()).startsWith("anomaly backtest: " + message);
  }

  private static ObjectNode totals(JsonNode results) {
    return (ObjectNode) results.path("results").get(0).path("totals");
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
    args.addAll(Arrays.asList(more));
    return Cli.run(args.toArray(String[]::new));
  }

  private ObjectNode results() throws IOException {
    return (ObjectNode) MAPPER.readTree(Files.readString(json, StandardCharsets.UTF_8));
  }
}
