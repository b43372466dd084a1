package io.anomalystack.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.lake.LakeReader;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.testdata.AnyBooks;
import io.anomalystack.testdata.BundledFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day in the life of the jobs on a cluster, beside a run that nobody disturbs: stopped with a
 * savepoint, upgraded to a rebuilt jar, rescaled to two tasks and back, a TaskManager killed.
 */
@ExtendWith(SharedCluster.class)
class UpgradeIT {
  private static final Path JOB = Path.of(System.getProperty("job.jar"));
  private static final Path SINK = Path.of(System.getProperty("sink.jar"));
  private static final int PARTITIONS = 2;
  private static final Duration SALES = Duration.ofHours(6);

  /** Beside those of the training run: counts of events, silence decided, two series at once. */
  private static final String BOOKS =
      """
        - name: books
          topic: %s
          timestamp: {field: timestamp}
          period: 1m
          dimensions: [product_name]
          measures: [{field: quantity, aggregation: count}]
          anomalyThreshold: 10
          allowedLateness: 10s
          missing: zero
          incidents: {resolveAfter: 2m, escalate: [{to: critical, series: 2}]}
      """;

  /** What ends all periods: the last one of each topic, in each partition. */
  private static final String SALES_OVER =
      AnyBooks.sale(AnyBooks.BUNDLED.start().plus(SALES).plusSeconds(10), "item-A", 1);

  private static final String RUN_OVER =
      "{\"event\":\"run_end\",\"timestamp\":\"2026-11-22T02:25:00Z\",\"run\":\"training-run\"}";

  @TempDir private static Path directory;

  private static Topics topics;
  private static Outcome undisturbed;

  @BeforeAll
  static void runUndisturbed(SharedCluster.Parts parts) throws Exception {
    topics = new Topics(parts.broker().bootstrapServers());
    undisturbed = new Run(parts, "calm").undisturbed();
  }

  @AfterAll
  static void close() {
    if (topics != null) {
      topics.close();
    }
  }

  @Test
  void decidesTheSameThroughUpgradeRescaleAndAKilledTaskManager(SharedCluster.Parts parts)
      throws Exception {
    Outcome disturbed = new Run(parts, "busy").disturbed(undisturbed.decisions.size());

    assertThat(undisturbed.decisions.size()).isGreaterThan(40_000);
    for (String part : List.of("\"INFERENCE\"", "\"ruleResults\"", "\"peer\"")) {
      assertThat(undisturbed.decisions.stream().anyMatch(json -> json.contains(part)))
          .as(part)
          .isTrue();
    }
    assertThat(undisturbed.decisions.stream().map(UpgradeIT::id).distinct().count())
        .isEqualTo(undisturbed.decisions.size());
    assertSame("decisions", disturbed.decisions, undisturbed.decisions);
    assertThat(undisturbed.alerts).hasSizeGreaterThan(10);
    assertSame("alerts", disturbed.alerts, undisturbed.alerts);
    assertThat(disturbed.rejected).isEqualTo(undisturbed.rejected).isEmpty();
  }

  @Test
  void writesEachDecisionToTheLakeOnce(SharedCluster.Parts parts) throws Exception {
    Path lake = directory.resolve("lake");
    List<String> arguments =
        List.of(
            "--bootstrap.servers", parts.broker().bootstrapServers(),
            "--decisions.topic", "calm-decisions",
            "--rejected.topic", "calm-rejected",
            "--group.id", "calm-lake",
            "--lake", lake.toString());
    String job = parts.flink().submit(SINK, arguments, 1, null);
    Patience.until("the first rows", () -> !LakeReader.of(lake).files().isEmpty());
    String savepoint = parts.flink().stop(job);
    int before = ids(lake).size();
    String resumed = parts.flink().run(SINK, arguments, 2, savepoint);
    Patience.until("all rows", () -> ids(lake).size() >= undisturbed.decisions.size());
    // Nothing is read again that was written before the savepoint.
    Patience.until(
        "the rest is counted",
        () ->
            parts.flink().counted(resumed, "decode_calm-decisions.numRecordsOut")
                == undisturbed.decisions.size() - before);
    parts.flink().stop(resumed);

    assertSame(
        "rows of the lake", ids(lake), undisturbed.decisions.stream().map(UpgradeIT::id).toList());
  }

  /** Each of them as often; of those that differ, a few are shown. */
  private static void assertSame(String what, List<String> actual, List<String> expected) {
    assertThat(first(minus(expected, actual))).as(what + " that are missing").isEmpty();
    assertThat(first(minus(actual, expected))).as(what + " twice, or others").isEmpty();
  }

  private static List<String> minus(List<String> lines, List<String> others) {
    Map<String, Integer> counts = new HashMap<>();
    others.forEach(line -> counts.merge(line, 1, Integer::sum));
    return lines.stream().filter(line -> counts.merge(line, -1, Integer::sum) < 0).toList();
  }

  private static List<String> first(List<String> lines) {
    return lines.subList(0, Math.min(5, lines.size()));
  }

  private static List<String> ids(Path lake) throws IOException {
    List<String> ids = new ArrayList<>();
    LakeReader.of(lake).forEach(decision -> ids.add(decision.decisionId()));
    return ids;
  }

  private static String id(String decision) {
    return DecisionJson.read(decision.getBytes(UTF_8)).decisionId();
  }

  /** What was committed, in an order that does not depend on the number of tasks. */
  private record Outcome(List<String> decisions, List<String> alerts, List<String> rejected) {}

  /** One run of the job, with topics of its own, over the same records. */
  private static final class Run {
    private final FlinkCluster flink;
    private final String name;
    private final List<String> arguments;
    private final List<String> sales = AnyBooks.BUNDLED.withLength(SALES).scenario().lines();
    private final List<String> steps =
        BundledFiles.read(BundledFiles.TRAINING_STREAM).lines().toList();

    Run(SharedCluster.Parts parts, String name) throws Exception {
      this.flink = parts.flink();
      this.name = name;
      topics.create(name + "-sales", PARTITIONS);
      topics.create(name + "-training", PARTITIONS);
      for (String output : List.of("decisions", "rejected", "alerts", "remedies")) {
        topics.create(name + "-" + output, 1);
      }
      Path detectors =
          Files.writeString(
              directory.resolve(name + ".yaml"),
              BundledFiles.read(BundledFiles.TRAINING_DETECTORS)
                      .replace("topic: training", "topic: " + name + "-training")
                  + BOOKS.formatted(name + "-sales"));
      arguments = new ArrayList<>(List.of("--detectors", detectors.toString()));
      arguments.addAll(List.of("--bootstrap.servers", parts.broker().bootstrapServers()));
      arguments.addAll(List.of("--group.id", name));
      for (String output : List.of("decisions", "rejected", "alerts", "remedies")) {
        arguments.addAll(List.of("--" + output + ".topic", name + "-" + output));
      }
    }

    Outcome undisturbed() throws Exception {
      String job = flink.submit(JOB, arguments, 1, null);
      publish(0, 1);
      endAllPeriods();
      try (Topics.Committed decisions = topics.read(name + "-decisions")) {
        decisions.await("the last decisions of the calm run", Run::decidedToTheEnd);
      }
      flink.stop(job);
      return outcome();
    }

    Outcome disturbed(int all) throws Exception {
      try (Topics.Committed decisions = topics.read(name + "-decisions")) {
        String job = flink.submit(JOB, arguments, 1, null);
        publish(0, 0.3);
        awaitShare(decisions, 0.1, all);
        String savepoint = flink.stop(job);

        publish(0.3, 0.5);
        Path rebuilt = RebuiltJar.of(JOB, directory.resolve("rebuilt.jar"));
        job = flink.run(rebuilt, arguments, 2, savepoint);
        assertThat(flink.parallelism(job)).isEqualTo(2);
        awaitShare(decisions, 0.4, all);

        // In the middle of the records that it is working at.
        publish(0.5, 0.7);
        flink.killTaskManagerOf(job);
        flink.startTaskManager();
        flink.awaitRestarted(job);
        publish(0.7, 0.8);
        awaitShare(decisions, 0.7, all);
        savepoint = flink.stop(job);

        flink.awaitTaskManagers();
        publish(0.8, 1);
        endAllPeriods();
        job = flink.submit(rebuilt, arguments, 1, savepoint);
        assertThat(flink.parallelism(job)).isEqualTo(1);
        decisions.await("the last decisions", seen -> seen.size() >= all);
        flink.stop(job);
      }
      return outcome();
    }

    private void awaitShare(Topics.Committed decisions, double share, int all) throws Exception {
      decisions.await(
          "%.0f %% of %d decisions".formatted(100 * share, all), seen -> seen.size() > share * all);
    }

    /** Publishes a share of all records, both topics' at once. */
    private void publish(double from, double until) {
      publish("sales", sales, from, until);
      publish("training", steps, from, until);
    }

    private void publish(String topic, List<String> lines, double from, double until) {
      int first = (int) (from * lines.size());
      topics.publish(
          name + "-" + topic,
          PARTITIONS,
          lines.subList(first, (int) (until * lines.size())),
          first);
    }

    private void endAllPeriods() {
      topics.publish(name + "-sales", PARTITIONS, Collections.nCopies(PARTITIONS, SALES_OVER), 0);
      topics.publish(name + "-training", PARTITIONS, Collections.nCopies(PARTITIONS, RUN_OVER), 0);
    }

    private static boolean decidedToTheEnd(List<String> decisions) {
      long minutes =
          decisions.stream()
              .filter(decision -> decision.contains("EndTime\":\"2024-08-29 06:00:00\""))
              .count();
      long last = decisions.stream().filter(decision -> decision.contains("\"step\":2600")).count();
      return minutes == 2 && last >= 18;
    }

    private Outcome outcome() throws Exception {
      return new Outcome(written("decisions"), written("alerts"), written("rejected"));
    }

    private List<String> written(String output) throws Exception {
      try (Topics.Committed topic = topics.read(name + "-" + output)) {
        return topic.all().stream().map(line -> line.replace(name + "-", "")).sorted().toList();
      }
    }
  }
}
