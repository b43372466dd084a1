package io.anomalystack.local.lake;

import io.anomalystack.embedded.Scratch;
import io.anomalystack.job.ingest.RawRecord;
import io.anomalystack.job.ingest.RejectedRecordSerializer;
import io.anomalystack.local.flink.InProcess;
import io.anomalystack.local.flink.LocalFlink;
import io.anomalystack.local.flink.RecordCounters;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.sink.KafkaSinkPorts;
import io.anomalystack.sink.ParquetSinkJob;
import io.anomalystack.sink.SinkPorts;
import io.anomalystack.sink.SinkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The sink as its own process, going on from the newest checkpoint; it fails once at the first dead
 * letter, as long as a file says so.
 */
final class SinkProcess {
  private static final int PARALLELISM = 2;

  private SinkProcess() {}

  /**
   * Runs until it is killed.
   *
   * @param args brokers, decisions' topic, dead letters' topic, lake, state, the file that makes it
   *     fail, and settings of the file system as {@code name=value}
   */
  public static void main(String[] args) throws Exception {
    SinkSettings settings =
        SinkSettings.from(
            Map.of(
                "bootstrap.servers", args[0],
                "decisions.topic", args[1],
                "rejected.topic", args[2],
                "group.id", args[1] + "-lake",
                "lake", args[3]));
    Path state = Path.of(args[4]);
    try (InProcess<RecordCounters> counting = InProcess.of(new RecordCounters());
        Scratch scratch = Scratch.emptied(state.resolve("scratch"))) {
      Configuration configuration =
          LocalFlink.checkpointed(PARALLELISM, scratch.path(), counting, state);
      for (String setting : List.of(args).subList(6, args.length)) {
        String[] parts = setting.split("=", 2);
        configuration.setString(parts[0], parts[1]);
      }
      FileSystem.initialize(
          configuration, PluginUtils.createPluginManagerFromRootFolder(configuration));
      newest(state)
          .ifPresent(
              checkpoint ->
                  configuration.set(
                      StateRecoveryOptions.SAVEPOINT_PATH, checkpoint.toUri().toString()));
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, configuration);
      ParquetSinkJob.assemble(
          env, new FailingPorts(new KafkaSinkPorts(settings), args[5]), settings.lake());
      env.execute("anomaly-lake");
    }
  }

  private static Optional<Path> newest(Path state) throws IOException {
    try (Stream<Path> files = Files.find(state, 3, (file, is) -> file.endsWith("_metadata"))) {
      return files
          .max(Comparator.comparing(file -> file.toFile().lastModified()))
          .map(Path::getParent);
    }
  }

  private record FailingPorts(SinkPorts ports, String fault) implements SinkPorts {
    @Override
    public String topic() {
      return ports.topic();
    }

    @Override
    public Source<RawRecord, ?, ?> records() {
      return ports.records();
    }

    @Override
    public void rejected(DataStream<RejectedRecord> rejected) {
      ports.rejected(
          rejected
              .map(new FailOnce(fault), RejectedRecordSerializer.TYPE)
              .name("fail once")
              .uid("fail-once"));
    }
  }

  private record FailOnce(String fault) implements MapFunction<RejectedRecord, RejectedRecord> {
    @Override
    public RejectedRecord map(RejectedRecord record) throws IOException {
      if (Files.deleteIfExists(Path.of(fault))) {
        throw new IllegalStateException("a fault in mid-run, as asked for");
      }
      return record;
    }
  }
}
