package io.anomalystack.benchmarks;

import io.anomalystack.embedded.EmbeddedBroker;
import io.anomalystack.job.AnomalyDetectionJob;
import io.anomalystack.job.config.JobSettings;
import io.anomalystack.job.kafka.KafkaPorts;
import io.anomalystack.local.broker.Topics;
import io.anomalystack.model.detector.DetectorFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.AbstractCheckpointStats;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.FileUtils;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How long a checkpoint holds a task up: 5,000 series in one slot, the whole job from Kafka to
 * Kafka at full speed, a checkpoint every 2 s.
 */
public final class CheckpointBenchmark {
  private static final int SERIES = 5_000;
  private static final int PERIODS = 140;

  private CheckpointBenchmark() {}

  public static void main(String[] args) throws Exception {
    Path checkpoints = Files.createTempDirectory("checkpoint");
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      JobSettings settings =
          JobSettings.from(
              Map.of(
                  "detectors", "in memory",
                  "bootstrap.servers", broker.bootstrapServers(),
                  "models.live", Integer.toString(SERIES)));
      try (Topics topics = new Topics(settings.kafkaProperties())) {
        topics.create(Records.TOPIC, 1);
        topics.create(settings.decisionsTopic(), 1);
        topics.create(settings.rejectedTopic(), 1);
        topics.create(settings.alertsTopic(), 1);
      }
      publish(settings);
      report(run(settings, checkpoints));
    } finally {
      FileUtils.deleteDirectoryQuietly(checkpoints.toFile());
    }
    // Flink's and Kafka's threads are no reason to stay.
    System.exit(0);
  }

  private static void publish(JobSettings settings) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            settings.kafkaProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int period = 0; period < PERIODS; period++) {
        long time = 1_724_889_600_000L + period * 60_000L;
        for (int series = 0; series < SERIES; series++) {
          String json = Records.json(time, series, (int) Values.of(series, period));
          var unused =
              producer.send(
                  new ProducerRecord<>(Records.TOPIC, json.getBytes(StandardCharsets.UTF_8)));
        }
      }
    }
  }

  private static AccessExecutionGraph run(JobSettings settings, Path checkpoints) throws Exception {
    Configuration configuration =
        CheckpointedFlink.configuration(Duration.ofSeconds(2), checkpoints);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(1);
    AnomalyDetectionJob.assemble(
        env,
        new KafkaPorts(settings, true),
        DetectorFile.parse(Records.DETECTORS),
        settings.scoring());
    StreamGraph job = env.getStreamGraph();
    try (MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(1)
                .build())) {
      cluster.start();
      cluster.submitJob(job).get();
      cluster
          .requestJobResult(job.getJobID())
          .get()
          .toJobExecutionResult(CheckpointBenchmark.class.getClassLoader());
      return cluster.getArchivedExecutionGraph(job.getJobID()).get();
    }
  }

  private static void report(AccessExecutionGraph graph) {
    List<Long> sync = new ArrayList<>();
    List<Long> endToEnd = new ArrayList<>();
    for (AbstractCheckpointStats stats :
        graph.getCheckpointStatsSnapshot().getHistory().getCheckpoints()) {
      if (stats instanceof CompletedCheckpointStats completed) {
        endToEnd.add(completed.getEndToEndDuration());
        sync.add(
            completed.getAllTaskStateStats().stream()
                .mapToLong(
                    task -> task.getSummaryStats().getSyncCheckpointDurationStats().getMaximum())
                .max()
                .orElseThrow());
      }
    }
    Collections.sort(sync);
    Collections.sort(endToEnd);
    System.out.printf(
        "%d series, last %d checkpoints: synchronous part median %d ms, max %d ms; whole median %d ms, max %d ms%n",
        SERIES,
        sync.size(),
        sync.get(sync.size() / 2),
        sync.get(sync.size() - 1),
        endToEnd.get(endToEnd.size() / 2),
        endToEnd.get(endToEnd.size() - 1));
  }
}
