package io.anomalystack.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.ModelStage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was decided cold into a lake is as good a past as the records that it was decided on. */
class WarmStartTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final int DAYS = 10;
  private static final int MINUTES = 20;
  private static final int PERIODS_PER_DAY = 24 * 60 / MINUTES;
  private static final String HOSTILE = "'; --\",a=b\\,\u0000\n\u202e😀%2F{x}";

  /**
   * Each way in which a point comes about: sums, gaps filled and imputed, joint, single records.
   */
  private static final String DETECTORS =
      """
      detectors:
        - name: requests
          topic: servers
          timestamp: t
          period: 20m
          dimensions: [host]
          measures: [{field: requests}, {field: latency, aggregation: avg}]
          missing: previous
          calendars:
            - {name: deployment, dates: [2026-03-09T10:00/2026-03-09T14:00]}
          HISTORY
        - name: health
          topic: servers
          timestamp: t
          period: 20m
          dimensions: [host]
          measures: [{field: requests}, {field: latency, aggregation: avg}]
          joint: true
          missing: impute
          HISTORY
        - name: gaps
          topic: servers
          timestamp: t
          period: 20m
          measures: [{field: latency, aggregation: max}]
          where: {host: [b]}
          HISTORY
        - name: each
          topic: servers
          timestamp: t
          period: record
          dimensions: [host]
          measures: [{field: latency}]
          HISTORY
      """;

  @TempDir Path directory;
  private Path past;
  private Path live;
  private Path lake;

  @BeforeEach
  void setUp() throws IOException {
    past = directory.resolve("past.jsonl");
    live = directory.resolve("live.jsonl");
    lake = directory.resolve("lake");
    SplittableRandom random = new SplittableRandom(7);
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    for (int period = 0; period < (DAYS + 1) * PERIODS_PER_DAY; period++) {
      boolean isLive = period >= DAYS * PERIODS_PER_DAY;
      List<String> lines = new ArrayList<>(records(period, "a", random));
      lines.addAll(records(period, HOSTILE, random));
      if (random.nextInt(10) > 0) {
        lines.addAll(records(period, "b", random));
      }
      if (isLive) {
        lines.addAll(records(period, "new", random));
      }
      // They begin with their time: none is late.
      Collections.sort(lines);
      (isLive ? after : before).addAll(lines);
    }
    Files.write(past, before);
    Files.write(live, after);
  }

  @Test
  void decisionsAreThoseOfAStartFromTheRecords() throws IOException {
    replay("cold", "", past, "--lake", lake.toString(), "--parallelism", "3");

    Path fromLake = replay("lake", "history: {lake: lake}", live, "--parallelism", "2");
    Path fromFile = replay("file", "history: {file: past.jsonl}", live, "--parallelism", "1");

    List<Decision> decisions = decisions(fromLake);
    assertThat(decisions)
        .filteredOn(decision -> !isNew(decision))
        .extracting(Decision::modelStage)
        .containsOnly(ModelStage.INFERENCE);
    assertThat(decisions)
        .filteredOn(WarmStartTest::isNew)
        .first()
        .extracting(Decision::modelStage)
        .isEqualTo(ModelStage.LEARNING);
    assertThat(decisions).extracting(WarmStartTest::host).contains(HOSTILE, "b", "new");
    assertThat(decisions).extracting(Decision::detectorName).contains("requests", "health", "each");
    assertThat(decisions).anyMatch(decision -> decision.anomalyDecision() == 1);
    assertThat(differences(decisions, decisions(fromFile))).isEmpty();
    assertThat(fromLake).hasSameBinaryContentAs(fromFile);
  }

  @Test
  void lakeWithoutDecisionsStopsTheStart() throws IOException {
    Files.createDirectory(lake);

    Cli replay = run("lake", "history: {lake: lake}", live);

    assertThat(replay.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(replay.err())
        .contains("cannot be read from the lake " + lake + ": there is no file in it");
  }

  @Test
  void lakeThatIsNotThereIsAProblemOfTheDetectorFile() throws IOException {
    Cli replay = run("lake", "history: {lake: lake}", live);

    assertThat(replay.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(replay.err()).contains("history.lake: must be a directory that is there");
  }

  private Path replay(String name, String history, Path input, String... more) throws IOException {
    Cli replay = run(name, history, input, more);
    assertThat(replay.err()).isEmpty();
    assertThat(replay.status()).isZero();
    return directory.resolve(name + ".out");
  }

  private Cli run(String name, String history, Path input, String... more) throws IOException {
    Path detectors = directory.resolve(name + ".yaml");
    Files.writeString(detectors, DETECTORS.replace("HISTORY", history));
    List<String> args =
        new ArrayList<>(
            List.of(
                "replay",
                "--detectors",
                detectors.toString(),
                "--input",
                input.toString(),
                "--output",
                directory.resolve(name + ".out").toString()));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  /** One or two records of a host in a period; now and then without one of the measures. */
  private static List<String> records(int period, String host, SplittableRandom random)
      throws IOException {
    double day = Math.sin(2 * Math.PI * period / PERIODS_PER_DAY);
    List<String> lines = new ArrayList<>();
    int records = random.nextInt(1, 3);
    for (int i = 0; i < records; i++) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("t", START.plusSeconds(60L * MINUTES * period + 200L * i).toString());
      fields.put("host", host);
      if (random.nextInt(15) > 0) {
        fields.put("requests", (100 + 50 * day + 5 * random.nextDouble()) / records);
      }
      boolean slow = period == DAYS * PERIODS_PER_DAY + 50;
      fields.put("latency", (slow ? 900 : 20) + random.nextDouble());
      lines.add(MAPPER.writeValueAsString(fields));
    }
    return lines;
  }

  /** Of each series the first decision that is another, in few words. */
  private static List<String> differences(List<Decision> decisions, List<Decision> expected) {
    assertThat(decisions).hasSameSizeAs(expected);
    Map<String, String> bySeries = new LinkedHashMap<>();
    for (int i = 0; i < decisions.size(); i++) {
      Decision each = decisions.get(i);
      if (!each.equals(expected.get(i))) {
        bySeries.putIfAbsent(
            each.timeseriesId(),
            "%s of %s at %s: %d points of %d"
                .formatted(
                    each.detectorName(),
                    host(each),
                    Instant.ofEpochMilli(each.detectionPeriodStart()),
                    each.processedDataPoints(),
                    expected.get(i).processedDataPoints()));
      }
    }
    return List.copyOf(bySeries.values());
  }

  private static boolean isNew(Decision decision) {
    return host(decision).equals("new");
  }

  private static String host(Decision decision) {
    return decision.dimensionList().isEmpty() ? "" : decision.dimensionList().get(0).value();
  }

  private static List<Decision> decisions(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> DecisionJson.read(line.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }
}
