package io.anomalystack.sink;

import io.anomalystack.job.AnomalyDetectionJob;
import io.anomalystack.job.config.InvalidSettingsException;
import io.anomalystack.job.config.RuntimeProperties;
import io.anomalystack.job.ingest.RawRecord;
import io.anomalystack.model.Decision;
import java.net.URI;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * From the topic of decisions to the lake, as a cluster runs it: {@code --bootstrap.servers
 * HOST:PORT --lake s3://BUCKET/FOLDER}.
 *
 * <p>A job of its own, since its checkpoints make the files: the detection job wants them often,
 * the lake wants them rarely.
 */
public final class ParquetSinkJob {
  private ParquetSinkJob() {}

  public static void main(String[] args) throws Exception {
    SinkSettings settings;
    try {
      settings = SinkSettings.from(RuntimeProperties.load(args));
    } catch (InvalidSettingsException e) {
      // Flink's client prints what main throws: the message, without a trace of ours.
      throw new IllegalArgumentException(e.getMessage());
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(AnomalyDetectionJob.strictDefaults());
    if (!env.getCheckpointConfig().isCheckpointingEnabled()) {
      throw new IllegalArgumentException(
          ("%s: is required, such as 10min, in the cluster's configuration;"
                  + " without checkpoints no row would ever be visible")
              .formatted(CheckpointingOptions.CHECKPOINTING_INTERVAL.key()));
    }
    assemble(env, new KafkaSinkPorts(settings), settings.lake());
    env.execute("anomaly-lake");
  }

  /**
   * Connects the topology to its ports.
   *
   * @param lake the lake's directory or bucket; the table is a folder in it
   */
  public static void assemble(StreamExecutionEnvironment env, SinkPorts ports, URI lake) {
    assemble(env, ports, new CountedLake(LakeSink.at(lake)));
  }

  static void assemble(StreamExecutionEnvironment env, SinkPorts ports, Sink<Decision> lake) {
    DataStream<RawRecord> records =
        env.fromSource(
                ports.records(),
                // A row's folder is its own affair: nothing here waits for event time.
                WatermarkStrategy.noWatermarks(),
                "read " + ports.topic(),
                TypeInformation.of(RawRecord.class))
            .uid("read-decisions");

    SingleOutputStreamOperator<Decision> decisions =
        records
            .process(new ReadDecisions(ports.topic()), TypeInformation.of(Decision.class))
            .name("decode " + ports.topic())
            .uid("decode-decisions");

    decisions.sinkTo(lake).name("write lake").uid("write-lake");
    ports.rejected(decisions.getSideOutput(ReadDecisions.REJECTED));
  }
}
