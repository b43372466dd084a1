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
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The whole job from Kafka to Kafka, exactly once, RocksDB, a checkpoint every 10 s, the broker in
 * the same JVM: records of 100 bytes, 500 series whose forests are full before the clock starts.
 */
public final class ThroughputBenchmark {
  private static final int SERIES = 500;
  private static final int PARTITIONS = 2;
  private static final int WARM_UP_PERIODS = 300;

  /**
   * Periods before and behind the measured ones: what waits between the tasks when the clock starts
   * must also wait when it stops.
   */
  private static final int MARGIN_PERIODS = 40;

  private static final int MEASURED_RECORDS = 4_000_000;
  private static final long START = 1_724_889_600_000L;
  private static final long PERIOD = 60_000;

  private ThroughputBenchmark() {}

  /**
   * Runs it.
   *
   * @param args records to a window, one run each (default 200 and 20)
   */
  public static void main(String[] args) throws Exception {
    List<Integer> runs =
        args.length == 0 ? List.of(200, 20) : List.of(args).stream().map(Integer::valueOf).toList();
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      for (int recordsPerWindow : runs) {
        run(broker.bootstrapServers(), recordsPerWindow);
      }
    }
    // Flink's and Kafka's threads are no reason to stay.
    System.exit(0);
  }

  private static void run(String brokers, int recordsPerWindow) throws Exception {
    int measured = Math.max(MARGIN_PERIODS, MEASURED_RECORDS / SERIES / recordsPerWindow);
    String input = "input-" + recordsPerWindow;
    String output = "output-" + recordsPerWindow;
    JobSettings settings =
        JobSettings.from(
            Map.of(
                "detectors",
                "in memory",
                "bootstrap.servers",
                brokers,
                "group.id",
                "throughput-" + recordsPerWindow,
                "decisions.topic",
                output));
    try (Topics topics = new Topics(settings.kafkaProperties())) {
      topics.create(input, PARTITIONS);
      topics.create(output, PARTITIONS);
      topics.create(settings.rejectedTopic(), 1);
      topics.create(settings.alertsTopic(), 1);
    }
    publish(settings.kafkaProperties(), input, recordsPerWindow, measured + 2 * MARGIN_PERIODS);

    Path checkpoints = Files.createTempDirectory("throughput");
    Configuration configuration =
        CheckpointedFlink.configuration(Duration.ofSeconds(10), checkpoints);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
    AnomalyDetectionJob.assemble(
        env,
        new KafkaPorts(settings, true),
        DetectorFile.parse(Records.DETECTORS.replace("topic: sales", "topic: " + input)),
        settings.scoring());
    JobClient job = env.executeAsync("throughput");
    double seconds = secondsToDecide(settings.kafkaProperties(), output, measured);
    job.getJobExecutionResult().get();
    if (size(settings.kafkaProperties(), settings.rejectedTopic()) != 0) {
      throw new IllegalStateException("records were rejected: the figure would mean nothing");
    }
    FileUtils.deleteDirectoryQuietly(checkpoints.toFile());
    System.out.printf(
        "%d records to a window: %,.0f records/s, %,.0f decisions/s (%,d records in %.1f s)%n",
        recordsPerWindow,
        measured * (double) SERIES * recordsPerWindow / seconds,
        measured * (double) SERIES / seconds,
        measured * SERIES * recordsPerWindow,
        seconds);
  }

  private static long size(Properties properties, String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return consumer.endOffsets(List.of(partition)).get(partition);
    }
  }

  private static void publish(
      Properties properties, String topic, int recordsPerWindow, int periods) {
    properties.setProperty("linger.ms", "50");
    properties.setProperty("batch.size", "262144");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int period = 0; period < WARM_UP_PERIODS + periods; period++) {
        int records = period < WARM_UP_PERIODS ? 1 : recordsPerWindow;
        for (int i = 0; i < records; i++) {
          long time = START + period * PERIOD + PERIOD * i / records;
          for (int series = 0; series < SERIES; series++) {
            int quantity = (int) Values.of(series, period) / records + 1;
            byte[] json = Records.json(time, series, quantity).getBytes(StandardCharsets.UTF_8);
            var unused =
                producer.send(new ProducerRecord<>(topic, series % PARTITIONS, null, json));
          }
        }
      }
    }
  }

  /** How long the measured periods take, as a consumer sees their decisions come. */
  private static double secondsToDecide(Properties properties, String topic, int measured) {
    properties.setProperty("group.id", "stopwatch-" + topic);
    properties.setProperty("auto.offset.reset", "earliest");
    long first = (long) SERIES * (WARM_UP_PERIODS + MARGIN_PERIODS);
    long last = first + (long) SERIES * measured;
    long start = 0;
    long seen = 0;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topic));
      while (true) {
        for (ConsumerRecord<byte[], byte[]> ignored : consumer.poll(Duration.ofMillis(50))) {
          seen++;
          if (seen == first) {
            start = System.nanoTime();
          } else if (seen == last) {
            return (System.nanoTime() - start) / 1e9;
          }
        }
      }
    }
  }
}
