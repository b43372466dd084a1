package io.anomalystack.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.detection.forest.ForestEngine;
import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.decode.RecordFormat;
import io.anomalystack.job.detectors.DetectorUpdates;
import io.anomalystack.job.ingest.EventTimeSource;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertJson;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyRecordJson;
import io.anomalystack.model.detector.Detector;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Savepoints of released versions, each with the records that were to come. Restored from one, the
 * job must tell to the last byte what the release told that nobody had stopped.
 *
 * <p>Each release has a folder: {@code _metadata} and what it refers to (the savepoint, in Flink's
 * canonical format), the detectors that its job was submitted with and those they became, the
 * topic, and what was told behind the savepoint. Folders are added with a release and never
 * changed; {@code mvn -pl flink-job -am test -Dtest=GoldenSavepointTest#writes*
 * -Dgolden.release=0.2.0} writes one, from the detectors that it has been given.
 */
@Timeout(120)
class GoldenSavepointTest {
  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final Path RELEASES = Path.of("src/test/resources/savepoints");
  private static final int PARTITIONS = 2;
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final List<String> HOSTS = List.of("a", "b", "c", "d");
  private static final int MINUTES = 125;

  /** Where the detectors change, and where the savepoint is: amid a minute, for each partition. */
  private static final long CHANGED_AT = 60 * HOSTS.size() / PARTITIONS + 1;

  private static final long SAVED_AT = 100 * HOSTS.size() / PARTITIONS + 1;

  private static CountDownLatch accepted = new CountDownLatch(1);
  private static volatile List<Detector> file;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"0.1.0, hashmap, 2", "0.1.0, rocksdb, 1"})
  void goesOnAsItsReleaseWouldHave(String release, String stateBackend, int parallelism)
      throws Exception {
    // Elsewhere: a savepoint is moved from place to place.
    Path savepoint = Files.createDirectory(directory.resolve("moved"));
    try (Stream<Path> files = Files.list(RELEASES.resolve(release).resolve("savepoint"))) {
      for (Path each : files.toList()) {
        Files.copy(each, savepoint.resolve(each.getFileName()));
      }
    }
    Release golden = new Release(release);
    file = golden.detectors("changed.yaml");
    Configuration configuration = configuration();
    configuration.set(StateBackendOptions.STATE_BACKEND, stateBackend);
    configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.toUri().toString());
    configuration.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.NO_CLAIM);

    Run run = new Run(golden, configuration, parallelism);
    LivePartitions.endAt(run.length());
    run.job.getJobExecutionResult().get();

    assertThat(ToldSink.sorted()).isEqualTo(golden.lines("told.jsonl"));
  }

  @Test
  @EnabledIfSystemProperty(named = "golden.release", matches = ".+")
  void writesTheFilesOfARelease(@InjectMiniCluster MiniCluster flink) throws Exception {
    Release golden = new Release(System.getProperty("golden.release"));
    Files.write(golden.folder().resolve("records.jsonl"), records());
    file = golden.detectors("detectors.yaml");
    Run run = new Run(golden, configuration(), PARTITIONS);

    run.readTo(CHANGED_AT);
    // What was read is decided.
    flink.triggerCheckpoint(run.job.getJobID()).get();
    accepted = new CountDownLatch(1);
    file = golden.detectors("changed.yaml");
    accepted.await();
    // Announced before the first has begun, read by when it is known to be complete.
    for (int checkpoint = 0; checkpoint < 3; checkpoint++) {
      flink.triggerCheckpoint(run.job.getJobID()).get();
    }
    run.readTo(SAVED_AT);
    String savepoint =
        run.job.triggerSavepoint(directory.toUri().toString(), SavepointFormatType.CANONICAL).get();
    List<String> before = ToldSink.sorted();
    LivePartitions.endAt(run.length());
    LivePartitions.holdAt(run.length());
    run.job.getJobExecutionResult().get();

    List<String> after = new ArrayList<>(ToldSink.sorted());
    before.forEach(after::remove);
    assertUnfinishedBusiness(before, after);
    Files.write(golden.folder().resolve("told.jsonl"), after);
    Path saved = Path.of(URI.create(savepoint));
    Path to = Files.createDirectories(golden.folder().resolve("savepoint"));
    try (Stream<Path> old = Files.list(to);
        Stream<Path> files = Files.list(saved)) {
      for (Path each : old.toList()) {
        Files.delete(each);
      }
      for (Path each : files.toList()) {
        Files.copy(each, to.resolve(each.getFileName()));
      }
    }
  }

  /** That the savepoint holds what a savepoint can hold. */
  private static void assertUnfinishedBusiness(List<String> before, List<String> after) {
    assertThat(before).anyMatch(json -> json.contains("\"state\":\"opened\""));
    assertThat(before).noneMatch(json -> json.contains("drain-what-is-hot"));
    for (String part :
        List.of(
            "\"state\":\"resolved\"",
            "drain-what-is-hot",
            "\"name\":\"hot\",\"breached\":true",
            "\"peers\":4",
            "\"INFERENCE\"",
            "\"LEARNING\"",
            "\"detectorName\":\"rack\"",
            "\"anomalyDecisionThreshold\":40,")) {
      assertThat(after).as(part).anyMatch(json -> json.contains(part));
    }
    assertThat(after).noneMatch(json -> json.contains("\"detectorName\":\"goes\""));
  }

  /**
   * A record of each host each minute, some of them late; one host runs hot around the savepoint.
   */
  private static List<String> records() {
    SplittableRandom random = new SplittableRandom(12);
    List<String> records = new ArrayList<>();
    for (int minute = 0; minute < MINUTES; minute++) {
      for (int host = 0; host < HOSTS.size(); host++) {
        boolean hot = host == 1 && minute >= 96 && minute < 106;
        boolean odd = host == 2 && minute == 120;
        double temperature = hot ? 95 : odd ? 20 : 55 + 3 * host;
        int errors = host == 3 && minute >= 97 ? 3 * minute : minute / (host + 1);
        records.add(
            "{\"t\":\"%s\",\"host\":\"%s\",\"step\":%d,\"temperature\":%.2f,\"errors\":%d}"
                .formatted(
                    START.plusSeconds(60L * minute + 10L * host + random.nextInt(10)),
                    HOSTS.get(host),
                    minute,
                    temperature + random.nextDouble(-2, 2),
                    errors));
      }
    }
    return records;
  }

  private static Configuration configuration() {
    Configuration configuration = AnomalyDetectionJob.strictDefaults();
    // When the test says so.
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofHours(1));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return configuration;
  }

  /** The files of a release. */
  private record Release(String version) {
    Path folder() {
      return RELEASES.resolve(version);
    }

    List<String> lines(String name) throws IOException {
      return Files.readAllLines(folder().resolve(name));
    }

    List<Detector> detectors(String name) throws IOException {
      return TestDetectors.parse(Files.readString(folder().resolve(name)));
    }
  }

  /** The file as the test has it last. */
  private record File() implements DetectorUpdates {
    @Override
    public Duration every() {
      return Duration.ofMillis(20);
    }

    @Override
    public Optional<Update> look(List<Detector> running, String digest) {
      List<Detector> now = file;
      String found = now.stream().map(Detector::name).toList().toString();
      if (found.equals(digest)) {
        accepted.countDown();
        return Optional.empty();
      }
      return Optional.of(new Update(now, found));
    }
  }

  /** A job over a release's records, submitted with the detectors that its job was. */
  private static final class Run implements Ports {
    private final List<List<byte[]>> topic = new ArrayList<>();
    private final LivePartitions partitions;
    private final JobClient job;

    Run(Release release, Configuration configuration, int parallelism) throws Exception {
      for (int p = 0; p < PARTITIONS; p++) {
        topic.add(new ArrayList<>());
      }
      List<String> lines = release.lines("records.jsonl");
      for (int i = 0; i < lines.size(); i++) {
        topic.get(i % PARTITIONS).add(lines.get(i).getBytes(StandardCharsets.UTF_8));
      }
      List<List<byte[]>> records = topic;
      partitions =
          new LivePartitions(
              PARTITIONS,
              START.plusSeconds(60 * MINUTES).toEpochMilli(),
              (partition, offset) -> records.get(partition).get((int) offset));
      ToldSink.clear();
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.getExecutionEnvironment(configuration);
      env.setParallelism(parallelism);
      List<Detector> submitted = release.detectors("detectors.yaml");
      Pipeline.Outputs outputs =
          Pipeline.define(
              env, this, submitted, ForestEngine.standard(), ScoringSettings.defaults());
      decisions(outputs.decisions());
      alerts(outputs.alerts());
      remedies(outputs.remedies());
      rejected(outputs.rejected());
      job = env.executeAsync("golden");
    }

    int length() {
      return topic.get(0).size();
    }

    /** Reads on up to a record of each partition. */
    void readTo(long gate) {
      LivePartitions.holdAt(gate);
      while (!partitions.isHeld()) {
        LockSupport.parkNanos(1_000_000);
      }
    }

    @Override
    public EventTimeSource<?, ?> records(String name, List<Detector> detectors) {
      return new EventTimeSource<>(
          partitions, name, detectors, new RecordFormat.Json(), () -> 4_000_000_000_000L);
    }

    @Override
    public int readers(String name, int parallelism) {
      return Math.min(parallelism, PARTITIONS);
    }

    @Override
    public DetectorUpdates updates() {
      return new File();
    }

    @Override
    public void decisions(DataStream<Decision> decisions) {
      decisions.sinkTo(new ToldSink<>(DecisionJson::write)).uid("decisions");
    }

    @Override
    public void alerts(DataStream<Alert> alerts) {
      alerts.sinkTo(new ToldSink<>(AlertJson::write)).uid("alerts");
    }

    @Override
    public void remedies(DataStream<RemedyRecord> remedies) {
      remedies.sinkTo(new ToldSink<>(RemedyRecordJson::write)).uid("remedies");
    }

    @Override
    public void rejected(DataStream<RejectedRecord> rejected) {
      rejected.sinkTo(new DiscardingSink<>()).uid("rejected");
    }
  }
}
