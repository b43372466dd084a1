package io.anomalystack.local.live;

import io.anomalystack.embedded.EmbeddedBroker;
import io.anomalystack.job.AnomalyDetectionJob;
import io.anomalystack.job.config.InvalidSettingsException;
import io.anomalystack.job.config.JobSettings;
import io.anomalystack.job.kafka.KafkaPorts;
import io.anomalystack.local.broker.Topics;
import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.flink.InProcess;
import io.anomalystack.local.flink.LocalFlink;
import io.anomalystack.local.flink.RecordCounters;
import io.anomalystack.local.flink.RunningJob;
import io.anomalystack.local.terminal.Terminal;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.notifier.NotifierConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * All that lies behind an input topic, on this machine: the job, the lake with its dashboard, and
 * the messages to people.
 */
public final class LiveStack implements AutoCloseable {
  private static final int PARALLELISM = 2;

  private final StreamExecutionEnvironment env;
  private final RecordCounters counters;
  private final LiveReport report;
  private final InProcess<RecordCounters> counting;
  private final LiveLake lake;
  private final LiveMessages messages;

  private LiveStack(
      StreamExecutionEnvironment env,
      RecordCounters counters,
      LiveReport report,
      InProcess<RecordCounters> counting,
      LiveLake lake,
      LiveMessages messages) {
    this.env = env;
    this.counters = counters;
    this.report = report;
    this.counting = counting;
    this.lake = lake;
    this.messages = messages;
  }

  /** The settings of a job on a broker of this machine, which has no file of detectors. */
  public static JobSettings settings(EmbeddedBroker broker, String groupId) {
    try {
      return JobSettings.from(
          Map.of(
              "detectors",
              "in memory",
              "bootstrap.servers",
              broker.bootstrapServers(),
              "group.id",
              groupId));
    } catch (InvalidSettingsException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Creates the job's topics. */
  public static void createTopics(String input, int inputPartitions, JobSettings settings)
      throws UsageException, RunFailedException {
    try (Topics topics = new Topics(settings.kafkaProperties())) {
      topics.create(input, inputPartitions);
      topics.create(settings.decisionsTopic(), 1);
      topics.create(settings.rejectedTopic(), 1);
      topics.create(settings.alertsTopic(), 1);
      topics.create(settings.remediesTopic(), 1);
    }
  }

  /**
   * Starts all but the job, on topics that are there.
   *
   * @param channels to whom else messages go; empty for nobody
   * @param scratch an existing directory, for the lake too
   */
  public static LiveStack assemble(
      JobSettings settings,
      List<Detector> detectors,
      Optional<NotifierConfig> channels,
      Path scratch,
      Terminal terminal)
      throws IOException, RunFailedException, InterruptedException {
    RecordCounters counters = new RecordCounters();
    LiveReport report = new LiveReport(terminal, detectors, counters);
    InProcess<RecordCounters> counting = InProcess.of(counters);
    LiveLake lake = null;
    try {
      lake = LiveLake.start(settings, scratch);
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.createLocalEnvironment(
              PARALLELISM, LocalFlink.checkpointed(PARALLELISM, scratch, counting, scratch));
      AnomalyDetectionJob.assemble(
          env, new KafkaPorts(settings), detectors, LocalFlink.scoring(PARALLELISM));
      LiveMessages messages =
          LiveMessages.start(settings, channels, lake, report, terminal.outStyle());
      return new LiveStack(env, counters, report, counting, lake, messages);
    } catch (IOException | RunFailedException | RuntimeException e) {
      if (lake != null) {
        lake.close();
      }
      counting.close();
      throw e;
    }
  }

  /** Starts the job. */
  public RunningJob start(String name) throws RunFailedException {
    return RunningJob.start(env, name);
  }

  /** What the job has read. */
  public RecordCounters counters() {
    return counters;
  }

  /** What a person is told of it here. */
  public LiveReport report() {
    return report;
  }

  /** Where the decisions go. */
  public LiveLake lake() {
    return lake;
  }

  /** What people are told of incidents. */
  public LiveMessages messages() {
    return messages;
  }

  @Override
  public void close() throws RunFailedException, InterruptedException {
    try {
      messages.close();
    } finally {
      try {
        lake.close();
      } finally {
        counting.close();
      }
    }
  }
}
