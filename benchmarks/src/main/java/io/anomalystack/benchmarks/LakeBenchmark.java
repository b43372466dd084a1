package io.anomalystack.benchmarks;

import io.anomalystack.embedded.EmbeddedBroker;
import io.anomalystack.job.AnomalyDetectionJob;
import io.anomalystack.lake.DecisionFile;
import io.anomalystack.lake.DecisionReader;
import io.anomalystack.lake.LakeReader;
import io.anomalystack.local.broker.Topics;
import io.anomalystack.model.Contributor;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.Explanation;
import io.anomalystack.model.Findings;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.sink.KafkaSinkPorts;
import io.anomalystack.sink.ParquetSinkJob;
import io.anomalystack.sink.SinkSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;

/**
 * The sink from Kafka to a directory: a million decisions of 1,000 series, hour by hour, the broker
 * in the same JVM, one task, a checkpoint every ten minutes as on a cluster. Then what a row costs
 * by compression, and what open files hold.
 */
public final class LakeBenchmark {
  private static final int SERIES = 1_000;
  private static final int HOURS = 1_000;
  private static final int DECISIONS = SERIES * HOURS;
  private static final int ROWS_OF_A_FILE = 300_000;
  private static final long START = 1_724_889_600_000L;
  private static final long HOUR = 3_600_000;
  private static final double MEBI = 1 << 20;

  private LakeBenchmark() {}

  /**
   * Runs it.
   *
   * @param args a directory in which to leave the lake, for queries; else it goes
   */
  public static void main(String[] args) throws Exception {
    Path scratch = Files.createTempDirectory("lake");
    try {
      Path lake = args.length > 0 ? Path.of(args[0]) : scratch.resolve("lake");
      try (EmbeddedBroker broker = EmbeddedBroker.start()) {
        run(broker.bootstrapServers(), lake, scratch);
        LakeQueries.report(lake);
      }
      compare(scratch);
      ofOneCheckpoint(scratch, "an hour of 10,000 hourly series", 1);
      ofOneCheckpoint(scratch, "ten minutes of 10,000 one-minute series", 10);
      hold(scratch, 1, 24_000);
      hold(scratch, 30, 24_000);
      hold(scratch, 365, 100);
    } finally {
      FileUtils.deleteDirectoryQuietly(scratch.toFile());
    }
    // Flink's and Kafka's threads are no reason to stay.
    System.exit(0);
  }

  private static void run(String brokers, Path lake, Path scratch) throws Exception {
    SinkSettings settings =
        SinkSettings.from(Map.of("bootstrap.servers", brokers, "lake", lake.toString()));
    try (Topics topics = new Topics(settings.kafkaProperties())) {
      topics.create(settings.decisionsTopic(), 1);
      topics.create(settings.rejectedTopic(), 1);
    }
    publish(settings);

    Configuration configuration = AnomalyDetectionJob.strictDefaults();
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMinutes(10));
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, scratch.resolve("state").toUri().toString());
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    ParquetSinkJob.assemble(env, new KafkaSinkPorts(settings, true), settings.lake());
    long start = System.nanoTime();
    env.execute("lake");
    report(lake, (System.nanoTime() - start) / 1e9);
  }

  private static void publish(SinkSettings settings) {
    var properties = settings.kafkaProperties();
    properties.setProperty("linger.ms", "50");
    properties.setProperty("batch.size", "262144");
    properties.setProperty("compression.type", "lz4");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < DECISIONS; i++) {
        Decision decision = decision(i % SERIES, i / SERIES);
        var unused =
            producer.send(
                new ProducerRecord<>(
                    settings.decisionsTopic(),
                    decision.timeseriesId().getBytes(StandardCharsets.UTF_8),
                    DecisionJson.write(decision)));
      }
    }
  }

  private static void report(Path lake, double seconds) throws IOException {
    List<Path> files = LakeReader.of(lake).files();
    long[] sizes = new long[files.size()];
    long rows = 0;
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Files.size(files.get(i));
      try (DecisionReader reader = DecisionReader.open(files.get(i))) {
        rows += reader.size();
      }
    }
    Set<String> distinct = new HashSet<>();
    long start = System.nanoTime();
    LakeReader.of(lake).forEach(decision -> distinct.add(decision.decisionId()));
    double reading = (System.nanoTime() - start) / 1e9;
    if (rows != DECISIONS || distinct.size() != DECISIONS) {
      throw new IllegalStateException(
          "%,d rows of %,d decisions: the figures would mean nothing"
              .formatted(rows, distinct.size()));
    }
    Arrays.sort(sizes);
    long bytes = Arrays.stream(sizes).sum();
    System.out.printf(
        "Kafka to lake: %,d rows in %.1f s: %,.0f rows/s; %d files of %.2f to %.2f MiB,"
            + " %.1f bytes/row; read back at %,.0f rows/s%n",
        rows,
        seconds,
        rows / seconds,
        sizes.length,
        sizes[0] / MEBI,
        sizes[sizes.length - 1] / MEBI,
        (double) bytes / rows,
        rows / reading);
  }

  private static void compare(Path scratch) throws IOException {
    List<Decision> decisions =
        IntStream.range(0, ROWS_OF_A_FILE).mapToObj(i -> decision(i % SERIES, i / SERIES)).toList();
    List<CompressionCodecName> codecs =
        List.of(
            CompressionCodecName.ZSTD,
            CompressionCodecName.SNAPPY,
            CompressionCodecName.UNCOMPRESSED);
    for (int round = 0; round < 2; round++) {
      for (CompressionCodecName codec : codecs) {
        Path file = scratch.resolve(round + "-" + codec + ".parquet");
        long start = System.nanoTime();
        try (ParquetWriter<Decision> writer =
            DecisionFile.write(new LocalOutputFile(file), codec)) {
          for (Decision decision : decisions) {
            writer.write(decision);
          }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (round == 1) {
          System.out.printf(
              "%-12s %,7.0f rows/s, %6.1f bytes/row%n",
              codec, ROWS_OF_A_FILE / seconds, (double) Files.size(file) / ROWS_OF_A_FILE);
        }
      }
    }
  }

  /** A file as large as a detector's decisions make it between two checkpoints. */
  private static void ofOneCheckpoint(Path scratch, String what, int periods) throws IOException {
    int series = 10_000;
    Path file = scratch.resolve(periods + "-periods.parquet");
    try (ParquetWriter<Decision> writer = DecisionFile.write(file)) {
      for (int i = 0; i < series * periods; i++) {
        // Beyond the first hundred periods, in which bounds are unknown.
        writer.write(decision(i % series, HOURS + i / series));
      }
    }
    System.out.printf(
        "%s: a file of %,d rows, %.2f MiB, %.1f bytes/row%n",
        what,
        series * periods,
        Files.size(file) / MEBI,
        (double) Files.size(file) / (series * periods));
  }

  /** What files hold in memory that are open and have some rows each. */
  private static void hold(Path scratch, int files, int rows) throws IOException {
    long before = usedHeap();
    List<ParquetWriter<Decision>> open = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      open.add(DecisionFile.write(scratch.resolve(files + "-" + i + ".parquet")));
      for (int row = 0; row < rows; row++) {
        open.get(i).write(decision(row % SERIES, 24 * i + row / SERIES));
      }
    }
    long held = usedHeap() - before;
    long told = open.stream().mapToLong(ParquetWriter::getDataSize).sum();
    System.out.printf(
        "%d open files of %,d rows: %.1f MiB of heap, of which Parquet tells %.1f%n",
        files, rows, held / MEBI, told / MEBI);
    for (ParquetWriter<Decision> writer : open) {
      writer.close();
    }
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** As the detection job would decide: a tenth learning, one in a hundred unusual. */
  private static Decision decision(int series, int hour) {
    List<Dimension> dimensions =
        List.of(
            new Dimension("product_name", "item-" + series),
            new Dimension("country", series % 2 == 0 ? "UK" : "FR"));
    String id = TimeSeriesId.of("canvas-ad-blog-demo-1", "quantity", dimensions);
    long start = START + hour * HOUR;
    boolean learning = hour < HOURS / 10;
    double value = Values.of(series, hour);
    double predicted = 100 + series % 17 + Values.of(series, hour / 24) % 3;
    boolean anomaly = !learning && value > 150;
    return new Decision(
        "canvas-ad-blog-demo-1",
        "quantity",
        id,
        70,
        dimensions,
        value,
        anomaly ? 70 + value % 30 : 0,
        start,
        start + HOUR,
        hour + 1,
        100 * (1 - Math.exp(-hour / 300.0)),
        anomaly ? 1 : 0,
        learning ? ModelStage.LEARNING : ModelStage.INFERENCE,
        anomaly ? predicted : 0,
        TimeSeriesId.decisionId(id, start, 0),
        false,
        false,
        learning ? null : predicted,
        learning ? null : predicted - 20 - value % 1,
        learning ? null : predicted + 20 + value % 1,
        anomaly ? 1 : 0,
        null,
        null,
        null,
        anomaly
            ? new Explanation(
                List.of(new Contributor(Contributor.LEVEL, 60), new Contributor("pattern", 40)),
                null,
                null)
            : Explanation.NONE,
        learning ? (long) HOURS / 10 - hour : null,
        List.of(),
        Findings.NONE);
  }
}
