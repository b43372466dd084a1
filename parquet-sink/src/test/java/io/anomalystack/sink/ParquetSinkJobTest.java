package io.anomalystack.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.anomalystack.job.AnomalyDetectionJob;
import io.anomalystack.lake.DistinctDecisions;
import io.anomalystack.lake.LakeReader;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.RejectedRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole topology on a small cluster, from a topic in memory to a directory. */
class ParquetSinkJobTest {
  private static final int SERIES = 50;
  private static final int HOURS = 60;
  private static final int LATE = 10;
  private static final String GARBAGE = "no decision";

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static CountDownLatch allButOneWritten;
  private static CountDownLatch looked;

  private final TimeZone before = TimeZone.getDefault();

  @TempDir Path lake;

  @AfterEach
  void restoreZone() {
    TimeZone.setDefault(before);
  }

  /** Three days, hour by hour, then some that come two days late; one record is none. */
  private static byte[] record(long offset) {
    if (offset == 7) {
      return GARBAGE.getBytes(UTF_8);
    }
    long on = offset < 7 ? offset : offset - 1;
    return DecisionJson.write(decision(on));
  }

  private static Decision decision(long index) {
    long hour = index < SERIES * HOURS ? index / SERIES : -1 - index % 3;
    return TestDecisions.of((int) (index % SERIES), hour);
  }

  private static final int DECISIONS = SERIES * HOURS + LATE;

  @Test
  void everyDecisionIsOneRowOfItsDay() throws Exception {
    TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
    TestPorts ports = new TestPorts(ParquetSinkJobTest::record, DECISIONS + 1);

    run(ports);

    assertThat(read(LakeReader.of(lake)))
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(0, DECISIONS).mapToObj(ParquetSinkJobTest::decision).toList());
    try (Stream<Path> days = Files.list(lake.resolve("decisions"))) {
      assertThat(days.map(day -> day.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "date=2024-08-28", "date=2024-08-29", "date=2024-08-30", "date=2024-08-31");
    }
    LocalDate late = LocalDate.of(2024, 8, 28);
    assertThat(read(LakeReader.of(lake).between(late, late))).hasSize(LATE);
  }

  @Test
  void whatIsNoDecisionIsADeadLetterAndStopsNobody() throws Exception {
    TestPorts ports = new TestPorts(ParquetSinkJobTest::record, DECISIONS + 1);

    run(ports);

    List<RejectedRecord> rejected = new ArrayList<>();
    ports.rejected().forEachRemaining(rejected::add);
    assertThat(rejected).hasSize(1);
    assertThat(rejected.get(0).offset()).isEqualTo(7);
    assertThat(rejected.get(0).payload()).isEqualTo(GARBAGE.getBytes(UTF_8));
  }

  @Test
  @Timeout(120)
  void nothingIsVisibleBeforeItIsCommitted() throws Exception {
    looked = new CountDownLatch(1);
    allButOneWritten = new CountDownLatch(1);
    StreamExecutionEnvironment env = environment(1, Duration.ofHours(1));
    ParquetSinkJob.assemble(
        env, new TestPorts(ParquetSinkJobTest::lastAfterALook, DECISIONS + 1), lake.toUri());

    // The first checkpoint is that of the end, which does not come as long as the source waits.
    JobClient job = env.executeAsync();
    List<String> meanwhile;
    try {
      allButOneWritten.await();
      meanwhile = names();
    } finally {
      looked.countDown();
    }
    job.getJobExecutionResult().get();

    assertThat(meanwhile)
        .isNotEmpty()
        .allMatch(file -> file.matches("\\.part-.*\\.parquet\\.inprogress.*"));
    // Everything has been committed at the end, and nothing has been left behind.
    assertThat(names()).isNotEmpty().allMatch(file -> file.matches("part-.*\\.parquet"));
    assertThat(read(LakeReader.of(lake))).hasSize(DECISIONS);
  }

  /**
   * The source, the decoder and the writer are one task: what it had before the last is written.
   */
  private static byte[] lastAfterALook(long offset) throws InterruptedException {
    if (offset == DECISIONS) {
      allButOneWritten.countDown();
      looked.await();
    }
    return record(offset);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(lake)) {
      return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void mingledDaysThatHoldTooMuchTogetherMakeMoreFiles() throws Exception {
    // The days in turn: all are open at once.
    int days = 50;
    int rows = 20_000;
    GeneratorFunction<Long, byte[]> mingled =
        offset ->
            DecisionJson.write(
                TestDecisions.of((int) (offset / days), 24 * (offset % days) + offset % 24));
    Configuration unchecked = AnomalyDetectionJob.strictDefaults();
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(unchecked);
    env.setParallelism(1);

    ParquetSinkJob.assemble(
        env, new TestPorts(mingled, rows), LakeSink.at(lake.toUri(), new PartFiles(30 << 20, 50)));
    env.execute();

    // Without a checkpoint only what they hold ends a file: it is known across Flink's copies.
    assertThat(LakeReader.of(lake).files()).hasSizeBetween(days + 20, 20 * days);
    assertThat(read(LakeReader.of(lake)))
        .extracting(Decision::decisionId)
        .hasSize(rows)
        .doesNotHaveDuplicates();
  }

  @Test
  void topicThatIsReadAgainIsToldApartByTheDecisionsIds() throws Exception {
    run(new TestPorts(ParquetSinkJobTest::record, DECISIONS + 1));
    run(new TestPorts(ParquetSinkJobTest::record, DECISIONS + 1));

    assertThat(read(LakeReader.of(lake))).hasSize(2 * DECISIONS);
    DistinctDecisions distinct = new DistinctDecisions();
    LakeReader.of(lake).forEach(distinct::add);
    List<Decision> once = new ArrayList<>();
    distinct.forEach(once::add);
    assertThat(once)
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(0, DECISIONS).mapToObj(ParquetSinkJobTest::decision).toList());
  }

  @Test
  void uidsArePartOfEverySnapshot() {
    StreamExecutionEnvironment env = environment(1);
    ParquetSinkJob.assemble(env, new TestPorts(ParquetSinkJobTest::record, 1), lake.toUri());

    assertThat(env.getStreamGraph(false).getStreamNodes())
        .extracting(StreamNode::getTransformationUID)
        .contains("read-decisions", "decode-decisions", "write-lake");
  }

  @Test
  void badSettingsAreOneMessage() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ParquetSinkJob.main(new String[] {"--lake", "ftp://x"}))
        .withMessageContaining("2 problems in job settings")
        .withMessageContaining("bootstrap.servers: is required");
  }

  @Test
  @Timeout(120)
  void withoutCheckpointsItDoesNotStart() {
    String[] args = {"--bootstrap.servers", "localhost:1", "--lake", lake.toString()};

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ParquetSinkJob.main(args))
        .withMessageStartingWith("execution.checkpointing.interval: is required");
  }

  private void run(TestPorts ports) throws Exception {
    StreamExecutionEnvironment env = environment(2);
    ParquetSinkJob.assemble(env, ports, lake.toUri());
    env.execute();
  }

  private static StreamExecutionEnvironment environment(int parallelism) {
    return environment(parallelism, Duration.ofMillis(100));
  }

  private static StreamExecutionEnvironment environment(int parallelism, Duration interval) {
    Configuration configuration = AnomalyDetectionJob.strictDefaults();
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(parallelism);
    return env;
  }

  private static List<Decision> read(LakeReader reader) throws IOException {
    List<Decision> decisions = new ArrayList<>();
    reader.forEach(decisions::add);
    return decisions;
  }
}
