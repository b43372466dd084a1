package io.anomalystack.local.live;

import io.anomalystack.dashboard.Dashboard;
import io.anomalystack.job.config.InvalidSettingsException;
import io.anomalystack.job.config.JobSettings;
import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.local.flink.InProcess;
import io.anomalystack.local.flink.LocalFlink;
import io.anomalystack.local.flink.RecordCounters;
import io.anomalystack.local.flink.RunningJob;
import io.anomalystack.sink.KafkaSinkPorts;
import io.anomalystack.sink.ParquetSinkJob;
import io.anomalystack.sink.SinkSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The way of the decisions to people: a second job takes them from Kafka into a lake of Parquet
 * files, what is said of incidents and remedies is laid beside them, and the dashboard shows it.
 */
public final class LiveLake implements AutoCloseable {
  private static final int PARALLELISM = 1;
  private static final Duration POLL = Duration.ofMillis(200);

  /** A few checkpoints of a second each; a machine that is busy gets a minute. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path folder;
  private final InProcess<RecordCounters> counting;
  private final RunningJob sink;
  private final Dashboard dashboard;
  private final LiveLogs logs;

  private LiveLake(
      Path folder,
      InProcess<RecordCounters> counting,
      RunningJob sink,
      Dashboard dashboard,
      LiveLogs logs) {
    this.folder = folder;
    this.counting = counting;
    this.sink = sink;
    this.dashboard = dashboard;
    this.logs = logs;
  }

  /**
   * Starts both.
   *
   * @param settings those of the job whose decisions it takes
   * @param directory an existing directory for the lake and what is needed on the way
   */
  public static LiveLake start(JobSettings settings, Path directory)
      throws IOException, RunFailedException {
    Path lake = Files.createDirectories(directory.resolve("lake"));
    Path work = Files.createDirectories(directory.resolve("lake-sink"));
    SinkSettings sinkSettings = sinkSettings(settings, lake);
    Dashboard dashboard = dashboard(lake);
    InProcess<RecordCounters> counting = InProcess.of(new RecordCounters());
    try {
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.createLocalEnvironment(
              PARALLELISM, LocalFlink.checkpointed(PARALLELISM, work, counting, work));
      ParquetSinkJob.assemble(env, new KafkaSinkPorts(sinkSettings), sinkSettings.lake());
      return new LiveLake(
          lake, counting, RunningJob.start(env, "lake"), dashboard, new LiveLogs(settings, lake));
    } catch (RunFailedException | RuntimeException e) {
      counting.close();
      end(dashboard);
      throw e;
    }
  }

  private static SinkSettings sinkSettings(JobSettings settings, Path lake) {
    try {
      return SinkSettings.from(
          Map.of(
              "bootstrap.servers",
              settings.bootstrapServers(),
              "group.id",
              settings.groupId() + "-lake",
              "decisions.topic",
              settings.decisionsTopic(),
              "rejected.topic",
              settings.rejectedTopic(),
              "lake",
              lake.toUri().toString()));
    } catch (InvalidSettingsException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Dashboard dashboard(Path lake) throws IOException, RunFailedException {
    InetAddress here = InetAddress.getLoopbackAddress();
    try {
      try {
        return Dashboard.start(lake, here, Dashboard.PORT);
      } catch (Dashboard.PortTakenException taken) {
        return Dashboard.start(lake, here, 0);
      }
    } catch (Dashboard.PortTakenException | SQLException e) {
      throw new RunFailedException("the dashboard did not start: " + e.getMessage(), e);
    }
  }

  /** Where the lake is. */
  public Path folder() {
    return folder;
  }

  /** Where to point a browser. */
  public URI address() {
    return dashboard.uri();
  }

  /** How many decisions the dashboard shows by now. */
  public long decisions() throws RunFailedException {
    try {
      return dashboard.decisions();
    } catch (SQLException e) {
      throw new RunFailedException("the dashboard failed: " + e.getMessage(), e);
    }
  }

  /** Takes what is newly said of incidents, and makes sure that decisions are still taken. */
  public void refresh() throws IOException, RunFailedException, InterruptedException {
    logs.copy();
    if (sink.ends(Duration.ZERO)) {
      throw new RunFailedException("the lake's job ended, though its topic never does");
    }
  }

  /**
   * Waits until the dashboard shows so many decisions: they come with the sink's next checkpoints.
   *
   * @throws RunFailedException if they do not come
   */
  public void await(long decisions, StopSignal stop)
      throws IOException, RunFailedException, InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!stop.isRequested() && decisions() < decisions) {
      refresh();
      if (Instant.now().isAfter(deadline)) {
        String problem = dashboard.problem();
        throw new RunFailedException(
            "the lake holds %d of %d decisions after %d s%s"
                .formatted(
                    decisions(),
                    decisions,
                    PATIENCE.toSeconds(),
                    problem == null ? "" : ": " + problem));
      }
      Thread.sleep(POLL.toMillis());
    }
  }

  @Override
  public void close() throws RunFailedException, InterruptedException {
    try {
      logs.close();
      sink.cancel();
    } finally {
      counting.close();
      end(dashboard);
    }
  }

  private static void end(Dashboard dashboard) throws RunFailedException {
    try {
      dashboard.close();
    } catch (SQLException e) {
      throw new RunFailedException("the dashboard did not end: " + e.getMessage(), e);
    }
  }
}
