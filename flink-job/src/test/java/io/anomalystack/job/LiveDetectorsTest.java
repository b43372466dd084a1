package io.anomalystack.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.decode.RecordFormat;
import io.anomalystack.job.detectors.DetectorUpdates;
import io.anomalystack.job.ingest.EventTimeSource;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.model.Alert;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.detector.Detector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Detectors that change while a real job runs, and is killed at that. */
@Timeout(180)
class LiveDetectorsTest {
  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final long START = 1_724_938_500_000L;
  private static final int PARTITIONS = 2;

  private static volatile List<Detector> file;
  private static volatile boolean failWhenFound;

  private final Detector first = detector("first");
  private final Detector goes = detector("goes");
  private final Detector comes = detector("comes");

  /** How many records a minute has, and the first and last of them. */
  private static Detector detector(String name, String... settings) {
    List<String> all = new ArrayList<>();
    all.add("name: " + name);
    all.add("timestamp: {field: t, format: epoch-seconds}");
    all.add("dimensions: []");
    all.add(
        "measures: [{field: n, name: count, aggregation: count},"
            + " {field: n, name: least, aggregation: min},"
            + " {field: n, name: most, aggregation: max}]");
    all.addAll(List.of(settings));
    return TestDetectors.sales(all.toArray(String[]::new));
  }

  /** The file as the test has it last; all in it may take effect. */
  private record File() implements DetectorUpdates {
    @Override
    public Duration every() {
      return Duration.ofMillis(20);
    }

    @Override
    public Optional<Update> look(List<Detector> running, String digest) {
      List<Detector> now = file;
      String digestNow = Integer.toString(now.hashCode());
      if (digestNow.equals(digest)) {
        return Optional.empty();
      }
      if (failWhenFound && !now.equals(running)) {
        failWhenFound = false;
        LivePartitions.FAILURES.set(1);
      }
      return Optional.of(new Update(now, digestNow));
    }
  }

  @Test
  void changesTakeEffectWithoutLosingOrDoublingAnythingThoughTheJobIsKilled() throws Exception {
    file = List.of(first, goes);
    Job job = new Job(List.of(first, goes));
    job.await(decision -> decision.detectorName().equals("goes"));

    // Killed when it is accepted, and not active.
    failWhenFound = true;
    file = List.of(detector("first", "anomalyThreshold: 80"), goes, comes);
    job.await(decision -> decision.detectorName().equals("comes"));
    // Killed when it is active.
    LivePartitions.FAILURES.set(1);
    int before = job.decisions.size();
    job.await(decision -> job.decisions.size() > before && decision.detectorName().equals("comes"));
    file = List.of(detector("first", "anomalyThreshold: 80"), comes);
    int changed = job.decisions.size();
    job.await(decision -> job.decisions.size() > changed + 60 && !isOf(job, changed, "goes", 30));
    long records = job.end();

    assertThat(job.rejected).isEmpty();
    Series all = new Series(job.decisions, "first");
    assertThat(all.counted)
        .as(
            job.of("first", "count").stream()
                .map(d -> d.detectionPeriodStart() + "=" + d.aggregatedMeasureValue())
                .toList()
                .toString())
        .isEqualTo(PARTITIONS * records);
    assertThat(all.first).isZero();
    assertThat(all.last).isEqualTo(records - 1);
    assertThat(job.of("first", "count").stream().map(Decision::anomalyDecisionThreshold).distinct())
        .containsExactly(70.0, 80.0);
    assertThat(job.of("first", "count").stream().map(Decision::processedDataPoints).toList())
        .as("nothing is forgotten")
        .isEqualTo(
            java.util.stream.LongStream.rangeClosed(1, job.of("first", "count").size())
                .boxed()
                .toList());

    // One reader hears of the checkpoint before the other; what either has begun with it goes on.
    assertThat(new Series(job.decisions, "comes").first).isPositive();
    List<Double> perMinute =
        job.of("comes", "count").stream().map(Decision::aggregatedMeasureValue).toList();
    int fully = perMinute.indexOf(60.0 * PARTITIONS);
    assertThat(fully).isNotNegative();
    assertThat(perMinute.subList(0, fully + 1)).isSorted();
    List<Double> ofAll =
        job.of("first", "count").stream().map(Decision::aggregatedMeasureValue).toList();
    assertThat(perMinute.subList(fully, perMinute.size()))
        .isEqualTo(ofAll.subList(ofAll.size() - perMinute.size() + fully, ofAll.size()));

    Series removed = new Series(job.decisions, "goes");
    assertThat(removed.first).isZero();
    assertThat(removed.last).isLessThan(records - 1);
    assertThat(new HashSet<>(job.decisions.stream().map(Decision::decisionId).toList()))
        .as("none is decided twice")
        .hasSameSizeAs(job.decisions);
  }

  private static boolean isOf(Job job, int from, String detector, int latest) {
    int size = job.decisions.size();
    return job.decisions.subList(Math.max(from, size - latest), size).stream()
        .anyMatch(decision -> decision.detectorName().equals(detector));
  }

  @Test
  void unalignedCheckpointsAreRefused() {
    Configuration configuration = AnomalyDetectionJob.strictDefaults();
    configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                AnomalyDetectionJob.assemble(
                    env, new Live(), List.of(first), ScoringSettings.defaults()))
        .withMessageContaining("detectors.watch")
        .withMessageContaining("execution.checkpointing.unaligned.enabled");
  }

  /** What is known of one detector's records by its decisions. */
  private static final class Series {
    private long counted;
    private long first = Long.MAX_VALUE;
    private long last = -1;

    Series(List<Decision> decisions, String detector) {
      for (Decision decision : decisions) {
        if (decision.detectorName().equals(detector)) {
          double value = decision.aggregatedMeasureValue();
          switch (decision.measure()) {
            case "count" -> counted += (long) value;
            case "least" -> first = Math.min(first, (long) value);
            default -> last = Math.max(last, (long) value);
          }
        }
      }
    }
  }

  /** A job that runs. */
  private static final class Job {
    private final List<Decision> decisions = new ArrayList<>();
    private final List<RejectedRecord> rejected = new ArrayList<>();
    private final Live ports = new Live();

    Job(List<Detector> submitted) throws Exception {
      Configuration configuration = AnomalyDetectionJob.strictDefaults();
      configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
      configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
      configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 5);
      configuration.set(
          RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.getExecutionEnvironment(configuration);
      env.setParallelism(2);
      Pipeline.Outputs outputs =
          Pipeline.define(env, ports, submitted, new MeanEngine(), ScoringSettings.defaults());
      ports.decisions(outputs.decisions());
      ports.alerts(outputs.alerts());
      ports.remedies(outputs.remedies());
      ports.rejected(outputs.rejected());
      env.executeAsync("live");
    }

    /** Takes decisions until one is as wanted. */
    void await(Predicate<Decision> wanted) {
      while (true) {
        Decision next = ports.decided.next();
        decisions.add(next);
        if (wanted.test(next)) {
          return;
        }
      }
    }

    /** Ends the topic; how many records each of its partitions had. */
    long end() {
      long end = LivePartitions.end();
      ports.decided.forEachRemaining(decisions::add);
      ports.refused.forEachRemaining(rejected::add);
      return end;
    }

    List<Decision> of(String detector, String measure) {
      return decisions.stream()
          .filter(d -> d.detectorName().equals(detector) && d.measure().equals(measure))
          .toList();
    }
  }

  private static final class Live implements Ports {
    private CloseableIterator<Decision> decided;
    private CloseableIterator<RejectedRecord> refused;

    @Override
    public EventTimeSource<?, ?> records(String topic, List<Detector> detectors) {
      return new EventTimeSource<>(
          new LivePartitions(PARTITIONS, START),
          topic,
          detectors,
          new RecordFormat.Json(),
          () -> 4_000_000_000_000L);
    }

    @Override
    public int readers(String topic, int parallelism) {
      return 2;
    }

    @Override
    public DetectorUpdates updates() {
      return new File();
    }

    @Override
    public void decisions(DataStream<Decision> decisions) {
      decided = decisions.collectAsync();
    }

    @Override
    public void alerts(DataStream<Alert> alerts) {
      alerts.sinkTo(new DiscardingSink<>()).uid("alerts");
    }

    @Override
    public void remedies(DataStream<RemedyRecord> remedies) {
      remedies.sinkTo(new DiscardingSink<>()).uid("remedies");
    }

    @Override
    public void rejected(DataStream<RejectedRecord> rejected) {
      refused = rejected.collectAsync();
    }
  }
}
