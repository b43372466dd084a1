package io.anomalystack.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertJson;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.testdata.AnyBooks;
import io.anomalystack.testdata.BoundedShuffle;
import io.anomalystack.testdata.BundledFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
  private static final String SALE =
      "{\"timestamp\":\"2024-08-29T13:35:12Z\",\"product_name\":\"item-A\",\"quantity\":3}";

  /** Two detectors that decide at different times, one of them two series for each product. */
  private static final String DETECTORS_OF_SEVERAL_KINDS =
      """
      detectors:
        - name: by-the-minute
          topic: sales
          timestamp: timestamp
          period: 1m
          dimensions: [product_name]
          measures: [{field: quantity}, {field: quantity, aggregation: count, name: sales}]
          missing: zero
        - name: all-products
          topic: sales
          timestamp: timestamp
          period: 7m
          measures: [{field: quantity}]
          allowedLateness: 5m
        - name: each-sale
          topic: sales
          timestamp: timestamp
          period: record
          measures: [{field: quantity}]
          allowedLateness: 90s
      """;

  /** More than some detectors wait for. */
  private static final long MOST_DELAY_MS = 120_000;

  @TempDir Path directory;
  private Path detectors;
  private Path input;
  private Path output;
  private Path rejected;

  @BeforeEach
  void setUp() throws IOException {
    detectors = directory.resolve("detectors.yaml");
    Files.writeString(detectors, BundledFiles.read(BundledFiles.ANYBOOKS_DETECTORS));
    input = directory.resolve("input.jsonl");
    output = directory.resolve("decisions.jsonl");
    rejected = directory.resolve("rejected.jsonl");
  }

  @Test
  void saysTheSameOfIncidentsAtAnyParallelismInOrder() throws IOException {
    Files.writeString(
        detectors,
        """
        detectors:
          - name: products
            topic: sales
            timestamp: timestamp
            period: 1m
            dimensions: [product_name]
            measures: [{field: quantity}]
            anomalyThreshold: 50
            allowedLateness: 5m
            missing: zero
            incidents: {groupBy: [product_name]}
          - name: shop
            topic: sales
            timestamp: timestamp
            period: 2m
            measures: [{field: quantity}]
            anomalyThreshold: 50
        """);
    Files.write(input, AnyBooks.BUNDLED.withLength(Duration.ofHours(18)).lines().toList());
    Path alerts = directory.resolve("alerts.jsonl");

    Cli one = replayWith("--parallelism", "1", "--alerts", alerts.toString());
    byte[] alertsOfOneTask = Files.readAllBytes(alerts);
    replayWith("--parallelism", "3", "--alerts", alerts.toString());

    assertThat(alerts).hasBinaryContent(alertsOfOneTask);
    List<Alert> told = new ArrayList<>();
    for (String line : Files.readAllLines(alerts)) {
      told.add(AlertJson.read(line.getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(told)
        .isSortedAccordingTo(
            Comparator.comparing(Alert::time)
                .thenComparing(Alert::detectorName)
                .thenComparing(Alert::incidentId)
                .thenComparing(Alert::sequence));
    assertThat(told).extracting(Alert::detectorName).contains("products", "shop");
    long incidents = told.stream().map(Alert::incidentId).distinct().count();
    assertThat(one.out()).contains(incidents + " incidents, " + told.size() + " alerts");
  }

  @Test
  void writesTheSameBytesAtAnyParallelism() throws IOException {
    Files.writeString(detectors, DETECTORS_OF_SEVERAL_KINDS);
    Files.write(input, outOfOrderSalesWithBadRecords());

    replayWith("--parallelism", "1");
    byte[] decisionsOfOneTask = Files.readAllBytes(output);
    byte[] rejectedOfOneTask = Files.readAllBytes(rejected);
    replayWith("--parallelism", "3");

    assertThat(decisionsOfOneTask).isNotEmpty();
    assertThat(rejectedOfOneTask).isNotEmpty();
    assertThat(output).hasBinaryContent(decisionsOfOneTask);
    assertThat(rejected).hasBinaryContent(rejectedOfOneTask);
  }

  @Test
  void ordersDecisionsByEndThenDetectorThenSeries() throws IOException {
    Files.writeString(detectors, DETECTORS_OF_SEVERAL_KINDS);
    Files.write(input, outOfOrderSalesWithBadRecords());

    replayWith("--parallelism", "2");

    List<Decision> decisions = decisions();
    assertThat(decisions).extracting(Decision::detectorName).contains("each-sale", "all-products");
    assertThat(decisions)
        .isSortedAccordingTo(
            Comparator.comparingLong(Decision::detectionPeriodEnd)
                .thenComparing(Decision::detectorName)
                .thenComparing(Decision::timeseriesId)
                .thenComparing(d -> d.sequence() == null ? 0 : d.sequence()));
  }

  @Test
  void ordersRejectedRecordsByOffset() throws IOException {
    Files.writeString(
        detectors,
        Files.readString(detectors).replace("allowedLateness: 2m", "allowedLateness: 0s"));
    Files.write(input, outOfOrderSalesWithBadRecords());

    replayWith("--parallelism", "3");

    List<String> lines = Files.readAllLines(rejected);
    assertThat(lines).anyMatch(line -> line.contains("\"reason\":\"LATE\""));
    assertThat(lines).anyMatch(line -> line.contains("\"reason\":\"MALFORMED_JSON\""));
    assertThat(lines.stream().map(ReplayCommandTest::offset).toList())
        .isSortedAccordingTo(Comparator.naturalOrder());
  }

  @Test
  void countsEveryRecordAsCountedOrRejected() throws IOException {
    List<String> records = outOfOrderSalesWithBadRecords();
    Files.write(input, records);

    Cli replay = replayWith();

    long rejections = Files.readAllLines(rejected).size();
    assertThat(number(replay, "records read")).isEqualTo(records.size());
    assertThat(number(replay, "rejected")).isEqualTo(rejections);
    assertThat(number(replay, "counted")).isEqualTo(records.size() - rejections);
    assertThat(number(replay, "decisions")).isEqualTo(Files.readAllLines(output).size());
  }

  @Test
  void readsCsvByItsHeader() throws IOException {
    input = directory.resolve("taxi.csv");
    Files.writeString(detectors, BundledFiles.read("detectors/nyc-taxi.yaml"));
    Files.writeString(
        input,
        """
        timestamp,value
        2014-07-01 00:00:00,10844
        "2014-07-01 00:30:00","8127"

        2014-07-01 01:00:00,not a number
        2014-07-01 01:30:00,"a cell
        of two lines"
        2014-07-01 02:00:00,3820""");

    replayWith();

    assertThat(decisions())
        .extracting(Decision::aggregatedMeasureValue)
        .startsWith(10844.0, 8127.0)
        .endsWith(3820.0);
    List<String> lines = Files.readAllLines(rejected);
    assertThat(lines.stream().map(ReplayCommandTest::offset)).containsExactly(3L, 4L, 5L);
    assertThat(lines.get(0)).contains("\"reason\":\"EMPTY_RECORD\"");
    assertThat(lines.get(1)).contains("\"reason\":\"NOT_A_FINITE_NUMBER\"");
  }

  @Test
  void takesTheFormatThatIsAskedFor() throws IOException {
    Files.writeString(input, "timestamp,product_name,quantity\n2024-08-29T13:35:12Z,item-A,3\n");

    replayWith("--format", "csv");

    assertThat(decisions()).extracting(Decision::aggregatedMeasureValue).containsExactly(3.0);
  }

  @Test
  void rejectsBlankLinesAndTakesAnyLineBreak() throws IOException {
    Files.writeString(input, SALE + "\r\n\n\r\n" + SALE);

    replayWith();

    assertThat(decisions()).extracting(Decision::aggregatedMeasureValue).containsExactly(6.0);
    assertThat(Files.readAllLines(rejected))
        .hasSize(2)
        .allMatch(line -> line.contains("\"reason\":\"EMPTY_RECORD\""));
  }

  @Test
  void rejectsALineOfMegabytesAndGoesOn() throws IOException {
    Files.writeString(input, "x".repeat(6 << 20) + "\n" + SALE + "\n");

    replayWith();

    assertThat(Files.readAllLines(rejected))
        .singleElement()
        .asString()
        .contains("\"reason\":\"TOO_LARGE\"", "\"offset\":0");
    assertThat(decisions()).hasSize(1);
  }

  @Test
  void readsZippedFiles() throws IOException {
    input = directory.resolve("_input.jsonl.gz");
    Files.write(input, zipped(SALE + "\n"));

    replayWith();

    assertThat(decisions()).hasSize(1);
  }

  @Test
  void readsStandardInputAndWritesStandardOutput() throws IOException {
    Cli replay =
        Cli.runWithInput(
            (SALE + "\n").getBytes(StandardCharsets.UTF_8),
            "replay",
            "--detectors",
            detectors.toString(),
            "--input",
            "-",
            "--output",
            "-");

    assertThat(replay.status()).isZero();
    assertThat(replay.out().lines()).singleElement().asString().startsWith("{\"detectorName\":");
    assertThat(replay.err()).contains("records read");
  }

  @Test
  void readsZippedStandardInput() throws IOException {
    Cli replay =
        Cli.runWithInput(
            zipped(SALE + "\n"),
            "replay",
            "--detectors",
            detectors.toString(),
            "--input",
            "-",
            "--output",
            "-");

    assertThat(replay.out().lines()).hasSize(1);
  }

  @Test
  void failureLeavesNoOutputAndKeepsAnOlderOne() throws IOException {
    input = directory.resolve("cut.jsonl.gz");
    byte[] whole = zipped((SALE + "\n").repeat(100_000));
    Files.write(input, Arrays.copyOf(whole, whole.length / 2));
    Files.writeString(rejected, "older");

    Cli replay = replay();

    assertThat(replay.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(replay.err()).startsWith("anomaly replay: the job failed: ").doesNotContain("\tat ");
    assertThat(output).doesNotExist();
    assertThat(rejected).hasContent("older");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactlyInAnyOrder(input, detectors, rejected);
    }
  }

  @Test
  void asksWhichTopicTheInputStandsFor() throws IOException {
    Files.writeString(input, SALE);
    Files.writeString(
        detectors,
        """
        detectors:
          - name: sold
            topic: sales
            timestamp: timestamp
            period: 1h
            measures: [{field: quantity}]
          - name: returned
            topic: returns
            timestamp: timestamp
            period: 1h
            measures: [{field: quantity}]
        """);

    Cli unasked = replay();
    Cli wrong = replay("--topic", "sale");
    Cli right = replay("--topic", "returns");

    assertThat(unasked.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(unasked.err()).contains("--topic").contains("sales, returns");
    assertThat(wrong.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(right.status()).isZero();
    assertThat(decisions()).extracting(Decision::detectorName).containsExactly("returned");
  }

  private Cli replayWith(String... more) {
    Cli replay = replay(more);
    assertThat(replay.err()).isEmpty();
    assertThat(replay.status()).isZero();
    return replay;
  }

  private Cli replay(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "replay",
                "--detectors",
                detectors.toString(),
                "--input",
                input.toString(),
                "--output",
                output.toString(),
                "--rejected",
                rejected.toString(),
                "--now",
                "2026-01-01T00:00:00Z"));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  /** Two hours of sales, some of them late, and what is no sale. */
  private static List<String> outOfOrderSalesWithBadRecords() throws IOException {
    List<String> sales =
        AnyBooks.BUNDLED.withoutAnomalies().withLength(Duration.ofHours(2)).lines().toList();
    List<String> records =
        new ArrayList<>(BoundedShuffle.shuffle(sales, AnyBooks::timeOf, MOST_DELAY_MS, 7));
    List<String> bad = BundledFiles.read(BundledFiles.BAD_RECORDS).lines().toList();
    for (int i = 0; i < bad.size(); i++) {
      records.add(i * 5, bad.get(i));
    }
    return records;
  }

  private List<Decision> decisions() throws IOException {
    return Files.readAllLines(output).stream()
        .map(line -> DecisionJson.read(line.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private static long offset(String rejectedLine) {
    return Long.parseLong(rejectedLine.replaceFirst(".*?\"offset\":(\\d+).*", "$1"));
  }

  /** A number of the summary. */
  private static long number(Cli replay, String name) {
    String line =
        replay.out().lines().filter(l -> l.strip().startsWith(name)).findFirst().orElseThrow();
    String number = line.strip().substring(name.length()).strip().replaceFirst(" .*", "");
    return Long.parseLong(number.replace(",", ""));
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void saysTheSameOfRemediesAtAnyParallelism() throws IOException {
    Files.writeString(
        detectors,
        """
        detectors:
          - name: sales
            topic: sales
            timestamp: timestamp
            period: 1m
            dimensions: [product_name]
            measures: [{field: quantity}]
            missing: zero
            remedies:
              - name: look-into-it
                on: {score: true}
                evidence: {findings: 1}
                action: page
                target: product_name
                executor: nobody
                cooldown: 10m
        """);
    Files.write(input, AnyBooks.BUNDLED.withLength(Duration.ofHours(16)).lines().toList());
    Path one = directory.resolve("one.jsonl");
    Path four = directory.resolve("four.jsonl");

    Cli alone = replayRemedies(one, "1");
    replayRemedies(four, "4");

    assertThat(Files.readAllLines(one))
        .isEqualTo(Files.readAllLines(four))
        .isNotEmpty()
        .anyMatch(line -> line.contains("\"state\":\"dry_run\""));
    assertThat(alone.out()).contains("remedies: ");
  }

  private Cli replayRemedies(Path remedies, String parallelism) {
    Cli replayed =
        Cli.run(
            "replay",
            "--detectors",
            detectors.toString(),
            "--input",
            input.toString(),
            "--remedies",
            remedies.toString(),
            "--parallelism",
            parallelism);
    assertThat(replayed.err()).isEmpty();
    return replayed;
  }
}
