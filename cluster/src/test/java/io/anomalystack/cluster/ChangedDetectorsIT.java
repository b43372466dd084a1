package io.anomalystack.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A detector file that changes on disk under a running job: what is added, tuned, removed and
 * refused, and what a killed TaskManager leaves of it.
 */
@ExtendWith(SharedCluster.class)
class ChangedDetectorsIT {
  private static final Path JOB = Path.of(System.getProperty("job.jar"));
  private static final String TOPIC = "live-orders";
  private static final int PARTITIONS = 2;
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

  /** More minutes than a model needs before it tells what is unusual. */
  private static final int LEARNED = 100;

  private static final int SHOPS = 2;

  /** Longer than a checkpoint's decisions are apart. */
  private static final long LATEST_MS = 20 * 60_000;

  /** Records of a minute, dealt to the partitions in turn. */
  private static final int OF_A_MINUTE = 20;

  private static final String STEADY =
      detector("steady", "dimensions: [shop]", "measures: [{field: price}]");

  private final List<Decision> decisions = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(8);

  @TempDir private Path directory;

  private FlinkCluster flink;
  private Topics topics;
  private Topics.Committed output;
  private Path file;
  private String job;
  private int minutes;

  /** How many records a minute has, and the first and last of their running numbers. */
  private static String counting(String name, int threshold) {
    return detector(
        name,
        "anomalyThreshold: " + threshold,
        "measures: [{field: n, name: count, aggregation: count},"
            + " {field: n, name: least, aggregation: min},"
            + " {field: n, name: most, aggregation: max}]");
  }

  private static String detector(String name, String... settings) {
    return """
      - name: %s
        topic: %s
        timestamp: t
        period: 1m
        allowedLateness: 1m
        %s
    """
        .formatted(name, TOPIC, String.join("\n    ", settings));
  }

  @Test
  void addedTunedRemovedAndRefusedWhileTheJobRuns(SharedCluster.Parts parts) throws Exception {
    flink = parts.flink();
    file = directory.resolve("detectors.yaml");
    write(STEADY, counting("tuned", 70), counting("goes", 70));
    try (Topics given = new Topics(parts.broker().bootstrapServers())) {
      topics = given;
      topics.create(TOPIC, PARTITIONS);
      job = submit(parts, "live", "100ms", PARTITIONS);
      List<String> told;
      try (Topics.Committed read = topics.read("live-decisions")) {
        output = read;
        changeAll();
        endAllPeriods();
        flink.stop(job);
        told = output.all();
      }
      try (Topics.Committed rejected = topics.read("live-rejected")) {
        assertThat(rejected.all()).isEmpty();
      }

      assertNothingIsLostOrTwice();
      assertThat(decisions.stream().map(Decision::decisionId)).doesNotHaveDuplicates();
      List<String> steady = steady(told);
      assertThat(steady).anyMatch(json -> json.contains("\"INFERENCE\""));
      assertThat(steady).isEqualTo(undisturbed(parts, steady.size()));
    }
  }

  private void changeAll() throws Exception {
    publishUntil("models have learned", () -> minutes > LEARNED && latest().contains("goes"));

    // While records come and go.
    change(STEADY, counting("tuned", 80), counting("goes", 70), counting("comes", 70));
    publishUntil("an added detector decides", () -> latest().contains("comes"));
    publishUntil("a threshold is another", () -> threshold() == 80);

    change(STEADY, counting("tuned", 80), counting("comes", 70));
    publishUntil("a removed detector decides no more", () -> !latest().contains("goes"));

    // Each of its series would begin anew.
    write(STEADY.replace("[shop]", "[shop, till]"), counting("tuned", 80), counting("comes", 70));
    publishUntil(
        "a file that would forget is refused",
        () -> flink.countedByJobManager(job, "detectorFilesRefused") == 1);
    assertThat(flink.output("jobmanager")).contains("steady: dimensions", "detectors.forget");

    change(STEADY, counting("tuned", 90), counting("comes", 70));
    flink.killTaskManagerOf(job);
    // What runs from now on is not known from there.
    Files.delete(file);
    flink.startTaskManager();
    flink.awaitRestarted(job);
    publishUntil("all go on by what was accepted", () -> threshold() == 90);
    publishUntil(
        "both readers read by the third change",
        () -> flink.counted(job, "detectorSetVersion") == 3L * PARTITIONS);
    flink.awaitTaskManagers();
  }

  /** Changes the file; the job has found it when this returns, and works at it. */
  private void change(String... detectors) throws Exception {
    long before = accepted();
    write(detectors);
    publishUntil("a change is accepted", () -> accepted() > before);
  }

  private long accepted() throws IOException {
    return flink
        .output("jobmanager")
        .lines()
        .filter(line -> line.contains("other detectors of topic " + TOPIC))
        .count();
  }

  /** As an upload does it: never half of it. */
  private void write(String... detectors) throws IOException {
    Path next = directory.resolve("next.yaml");
    Files.writeString(next, "detectors:\n" + String.join("", detectors));
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private String submit(SharedCluster.Parts parts, String run, String watch, int parallelism)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--detectors", file.toString()));
    arguments.addAll(List.of("--detectors.watch", watch));
    arguments.addAll(List.of("--bootstrap.servers", parts.broker().bootstrapServers()));
    arguments.addAll(List.of("--group.id", run));
    for (String to : List.of("decisions", "rejected", "alerts", "remedies")) {
      topics.create(run + "-" + to, 1);
      arguments.addAll(List.of("--" + to + ".topic", run + "-" + to));
    }
    return flink.submit(JOB, arguments, parallelism, null);
  }

  /** Publishes minute after minute until something is seen. */
  private void publishUntil(String missing, Callable<Boolean> seen) throws Exception {
    Patience.until(
        missing,
        () -> {
          publish(minutes);
          minutes++;
          look();
          return seen.call();
        });
  }

  private void publish(int minute) {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < OF_A_MINUTE; i++) {
      records.add(
          "{\"t\":\"%s\",\"n\":%d,\"shop\":%d,\"till\":1,\"price\":%d}"
              .formatted(
                  START.plusSeconds(60L * minute + i),
                  minute * OF_A_MINUTE + i,
                  i / 2 % SHOPS,
                  random.nextInt(15, 25)));
    }
    topics.publish(TOPIC, PARTITIONS, records, 0);
  }

  private void look() {
    List<String> seen = output.seen();
    seen.stream()
        .skip(decisions.size())
        .map(json -> DecisionJson.read(json.getBytes(UTF_8)))
        .forEach(decisions::add);
  }

  /** All minutes that were published are over. */
  private void endAllPeriods() throws Exception {
    publish(minutes + 5);
    Patience.until(
        "the last minute's decisions",
        () -> {
          look();
          return decisions.stream().filter(d -> d.detectionPeriodEnd() == end(minutes - 1)).count()
              == SHOPS + 2 * 3;
        });
  }

  private static long end(int minute) {
    return START.plusSeconds(60L * (minute + 1)).toEpochMilli();
  }

  /** Whose decisions there are of the last minutes that were decided. */
  private Set<String> latest() {
    long last = decisions.stream().mapToLong(Decision::detectionPeriodEnd).max().orElse(0);
    return decisions.stream()
        .filter(decision -> decision.detectionPeriodEnd() > last - LATEST_MS)
        .map(Decision::detectorName)
        .collect(Collectors.toSet());
  }

  private double threshold() {
    List<Decision> tuned = of("tuned", "count");
    return tuned.get(tuned.size() - 1).anomalyDecisionThreshold();
  }

  private List<Decision> of(String detector, String measure) {
    return decisions.stream()
        .filter(d -> d.detectorName().equals(detector) && d.measure().equals(measure))
        .toList();
  }

  /** What a detector that counts has seen of a minute. */
  private record Counted(long end, double count, double least, double most) {}

  private List<Counted> counted(String detector) {
    List<Decision> count = of(detector, "count");
    List<Decision> least = of(detector, "least");
    List<Decision> most = of(detector, "most");
    // Of one that is removed, each series ends as soon as its own task hears of that.
    int whole = Math.min(count.size(), Math.min(least.size(), most.size()));
    return IntStream.range(0, whole)
        .mapToObj(
            i ->
                new Counted(
                    count.get(i).detectionPeriodEnd(),
                    count.get(i).aggregatedMeasureValue(),
                    least.get(i).aggregatedMeasureValue(),
                    most.get(i).aggregatedMeasureValue()))
        .toList();
  }

  private void assertNothingIsLostOrTwice() {
    List<Counted> all =
        IntStream.range(0, minutes)
            .mapToObj(
                minute -> {
                  double first = (double) minute * OF_A_MINUTE;
                  return new Counted(end(minute), OF_A_MINUTE, first, first + OF_A_MINUTE - 1);
                })
            .toList();
    assertThat(counted("tuned")).isEqualTo(all);
    assertThat(of("tuned", "count").stream().map(Decision::anomalyDecisionThreshold).distinct())
        .containsExactly(70.0, 80.0, 90.0);
    assertThat(of("tuned", "count").stream().map(Decision::processedDataPoints))
        .as("nothing is forgotten")
        .containsExactlyElementsOf(LongStream.rangeClosed(1, minutes).boxed().toList());

    List<Counted> gone = counted("goes");
    assertThat(gone).hasSizeBetween(LEARNED / 2, minutes - 1);
    assertThat(gone).isEqualTo(all.subList(0, gone.size()));

    // One reader begins before the other; what either has begun with goes on.
    List<Counted> come = counted("comes");
    int missed = minutes - come.size();
    assertThat(missed).isPositive();
    List<Double> perMinute = come.stream().map(Counted::count).toList();
    int fully = perMinute.indexOf((double) OF_A_MINUTE);
    assertThat(fully).isNotNegative();
    assertThat(perMinute.subList(0, fully + 1)).isSorted();
    assertThat(come.subList(fully, come.size())).isEqualTo(all.subList(missed + fully, minutes));
  }

  /** What the detector that nobody touches says where nobody touches anything. */
  private List<String> undisturbed(SharedCluster.Parts parts, int all) throws Exception {
    write(STEADY, counting("tuned", 70), counting("goes", 70));
    String calm = submit(parts, "unwatched", "0s", 1);
    try (Topics.Committed read = topics.read("unwatched-decisions")) {
      read.await("what was decided while the file changed", seen -> steady(seen).size() >= all);
      flink.stop(calm);
      return steady(read.all());
    }
  }

  private static List<String> steady(List<String> decisions) {
    return decisions.stream()
        .filter(json -> json.contains("\"detectorName\":\"steady\""))
        .sorted()
        .toList();
  }
}
