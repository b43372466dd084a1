package io.anomalystack.job;

import io.anomalystack.detection.forest.ForestEngine;
import io.anomalystack.job.config.InvalidSettingsException;
import io.anomalystack.job.config.JobSettings;
import io.anomalystack.job.config.RuntimeProperties;
import io.anomalystack.job.detectors.DetectorLocation;
import io.anomalystack.job.detectors.WatchedDetectors;
import io.anomalystack.job.kafka.KafkaPorts;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.InvalidDetectorsException;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job as a cluster runs it: {@code --detectors FILE_OR_URI --bootstrap.servers HOST:PORT}. */
public final class AnomalyDetectionJob {
  /** Frozen by the first savepoint: the most tasks that the job can ever be rescaled to. */
  public static final int MAX_PARALLELISM = 720;

  private AnomalyDetectionJob() {}

  public static void main(String[] args) throws Exception {
    JobSettings settings;
    List<Detector> detectors;
    try {
      settings = JobSettings.from(RuntimeProperties.load(args));
      detectors = DetectorLocation.of(settings.detectors()).read().checked().detectors();
    } catch (InvalidSettingsException | InvalidDetectorsException e) {
      // Flink's client prints what main throws: the message, without a trace of ours.
      throw new IllegalArgumentException(e.getMessage());
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(strictDefaults());
    Ports ports = new KafkaPorts(settings, false, new WatchedDetectors(settings.detectors()));
    assemble(env, ports, detectors, settings.scoring());
    env.execute("anomaly-detection");
  }

  /** Connects the topology to its ports. */
  public static void assemble(
      StreamExecutionEnvironment env,
      Ports ports,
      List<Detector> detectors,
      ScoringSettings settings) {
    Pipeline.Outputs outputs =
        Pipeline.define(env, ports, detectors, ForestEngine.standard(), settings);
    ports.decisions(outputs.decisions());
    ports.alerts(outputs.alerts());
    ports.remedies(outputs.remedies());
    ports.rejected(outputs.rejected());
  }

  /**
   * What the job itself insists on. Everything else belongs to whoever runs it: Managed Flink
   * allows job code no other keys than these and a few more.
   */
  public static Configuration strictDefaults() {
    Configuration configuration = new Configuration();
    // An operator without a uid, or a type that would fall to Kryo, does not start.
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    // Chained operators hand records on as they are; none of ours changes what it was given.
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
    return configuration;
  }
}
