package io.anomalystack.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.anomalystack.detection.forest.ForestEngine;
import io.anomalystack.job.deciding.DecideSeries;
import io.anomalystack.job.detectors.DetectorSet;
import io.anomalystack.job.detectors.RunningDetectors;
import io.anomalystack.job.peers.ComparePeers;
import io.anomalystack.job.scoring.LiveStart;
import io.anomalystack.job.scoring.ScoreSeries;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.job.windowing.PeerGroupKey;
import io.anomalystack.job.windowing.PeerPoint;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.DetectorFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.FileUtils;

/**
 * From points to decisions, with and without peers, side by side: ranks times layers, a point of
 * each with every step of ten seconds; one slot, RocksDB, checkpoints running.
 */
public final class PeersBenchmark {
  private static final long STEP_MILLIS = 10_000;
  private static final int LAYERS = 96;

  private static final int RANKS_WITHOUT_FOREST = 1_000;
  private static final int RANKS_WITH_FOREST = 100;

  /** By then usual places are known, and forests score. */
  private static final int WARM_UP_STEPS = 40;

  private PeersBenchmark() {}

  /**
   * Runs it.
   *
   * @param args optional: rounds (default 3), measured steps without forests (default 100) and with
   *     (default 20; 0 leaves forests out)
   */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    int steps = args.length > 1 ? Integer.parseInt(args[1]) : 100;
    int forestSteps = args.length > 2 ? Integer.parseInt(args[2]) : 20;
    String layers = "{among: [layer], compare: ratio, baseline: own}";
    String ranks = "{among: [rank]}";
    for (int round = 1; round <= rounds; round++) {
      System.out.printf(
          "round %d: %,d ranks x %d layers, model: none%n", round, RANKS_WITHOUT_FOREST, LAYERS);
      Rate none = run(RANKS_WITHOUT_FOREST, steps, false, null);
      none.print("  no peers", none);
      run(RANKS_WITHOUT_FOREST, steps, false, layers).print("  layers of a rank", none);
      run(RANKS_WITHOUT_FOREST, steps, false, ranks).print("  ranks of a layer", none);
    }
    if (forestSteps > 0) {
      System.out.printf("%,d ranks x %d layers, model: forest%n", RANKS_WITH_FOREST, LAYERS);
      Rate alone = run(RANKS_WITH_FOREST, forestSteps, true, null);
      alone.print("  no peers", alone);
      run(RANKS_WITH_FOREST, forestSteps, true, layers).print("  layers of a rank", alone);
    }
    // Flink's threads are no reason to stay.
    System.exit(0);
  }

  /**
   * How fast a run was.
   *
   * @param pointsPerSecond by the clock
   * @param cpuNanos processor time of the whole process for each point, checkpoints and all
   */
  private record Rate(double pointsPerSecond, double cpuNanos) {
    void print(String name, Rate withoutPeers) {
      System.out.printf(
          "%-18s %,12.0f points/s %,8.0f ns of processor time a point, peers %.1f %% of it%n",
          name, pointsPerSecond, cpuNanos, 100 * (1 - withoutPeers.cpuNanos / cpuNanos));
    }
  }

  private static Rate run(int ranks, int steps, boolean forest, String peers) throws Exception {
    Path checkpoints = Files.createTempDirectory("peers");
    Configuration configuration =
        CheckpointedFlink.configuration(Duration.ofSeconds(5), checkpoints);
    try {
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
      long series = (long) ranks * LAYERS;
      long from = series * WARM_UP_STEPS;
      long to = from + series * steps;
      // What is held back when the clock starts must also be when it stops.
      long all = to + series * 3;
      Stopwatch.begin(from, to);
      DataStream<Point> points =
          env.fromSource(
                  new NumberSequenceSource(0, all - 1), WatermarkStrategy.noWatermarks(), "numbers")
              .uid("numbers")
              .map(new Points(ranks))
              .returns(TypeInformation.of(Point.class))
              .uid("points")
              .assignTimestampsAndWatermarks(
                  WatermarkStrategy.forGenerator(context -> new StepByStep()))
              .uid("event time");
      decide(points, detectors(forest, peers), ranks)
          .map(new Stopwatch())
          .uid("stopwatch")
          .sinkTo(new DiscardingSink<>())
          .uid("nowhere");
      env.execute("peers");
      return Stopwatch.rate();
    } finally {
      // Flink may still be discarding a checkpoint itself.
      FileUtils.deleteDirectoryQuietly(checkpoints.toFile());
    }
  }

  /** As in the job. */
  private static SingleOutputStreamOperator<Decision> decide(
      DataStream<Point> points, List<Detector> detectors, int ranks) {
    DataStream<DetectorSet> none = NoChanges.in(points.getExecutionEnvironment());
    RunningDetectors running = RunningDetectors.unchanging(detectors);
    Detector detector = detectors.get(0);
    DataStream<Point> found = points;
    if (detector.peers() != null) {
      PeerGroupKey keys = new PeerGroupKey(detectors);
      Map<String, String> groups = new HashMap<>();
      for (int rank = 0; rank < ranks; rank++) {
        for (int layer = 0; layer < LAYERS; layer++) {
          List<String> of = dimensions(rank, layer);
          groups.put(id(of), keys.of(detector, "grad_norm", of));
        }
      }
      found =
          points
              .map(new InGroups(new HashMap<>(groups)))
              .returns(TypeInformation.of(PeerPoint.class))
              .uid("groups")
              .keyBy(PeerPoint::group)
              .connect(none)
              .transform("compare", TypeInformation.of(Point.class), new ComparePeers(running))
              .uid("compare");
    }
    return found
        .keyBy(Point::timeseriesId)
        .connect(none)
        .transform(
            "decide",
            TypeInformation.of(Decision.class),
            new DecideSeries(
                running,
                new ScoreSeries(
                    ForestEngine.standard(),
                    new ScoringSettings(ranks * LAYERS, ScoringSettings.DEFAULT_SNAPSHOT_INTERVAL),
                    LiveStart.ALWAYS)))
        .uid("decide");
  }

  /** As the job's aggregation says of each series, once. */
  private record InGroups(HashMap<String, String> bySeries)
      implements MapFunction<Point, PeerPoint> {
    @Override
    public PeerPoint map(Point point) {
      return new PeerPoint(bySeries.get(point.timeseriesId()), point);
    }
  }

  private static List<String> dimensions(int rank, int layer) {
    return List.of(Integer.toString(rank), "model.layers." + layer + ".mlp");
  }

  private static String id(List<String> of) {
    return TimeSeriesId.of(
        "training",
        "grad_norm",
        List.of(new Dimension("rank", of.get(0)), new Dimension("layer", of.get(1))));
  }

  private static List<Detector> detectors(boolean forest, String peers) throws Exception {
    List<Detector> compared =
        DetectorFile.parse(
            """
            detectors:
              - name: training
                topic: training
                timestamp: {field: t}
                period: record
                step: step
                dimensions: [rank, layer]
                measures: [{field: grad_norm}]
                model: %s
                peers: %s
            """
                .formatted(forest ? "forest" : "none", peers == null ? "{among: [layer]}" : peers));
    return peers == null ? compared.stream().map(PeersBenchmark::alone).toList() : compared;
  }

  /** A detector that, but for its peers, would decide nothing is no detector of the file's. */
  private static Detector alone(Detector detector) {
    return new Detector(
        detector.name(),
        detector.topic(),
        detector.timestamp(),
        detector.timestampFormat(),
        detector.where(),
        detector.period(),
        detector.eachRecord(),
        detector.dimensions(),
        detector.measures(),
        detector.anomalyThreshold(),
        detector.allowedLateness(),
        detector.missing(),
        detector.maxFuture(),
        detector.maxFill(),
        detector.expireAfter(),
        detector.idleTimeout(),
        detector.maxSeries(),
        detector.seasonality(),
        detector.joint(),
        detector.direction(),
        detector.margins(),
        detector.overrides(),
        detector.calendars(),
        detector.history(),
        detector.severity(),
        detector.incidents(),
        detector.layout(),
        detector.rules(),
        null,
        detector.forest(),
        detector.remedies());
  }

  /** Numbers as points: layer by layer, rank by rank, step by step. */
  private static final class Points implements MapFunction<Long, Point> {
    private final int ranks;
    private transient String[] ids;
    private transient List<String>[] dimensions;

    Points(int ranks) {
      this.ranks = ranks;
    }

    @Override
    public Point map(Long number) {
      if (ids == null) {
        name();
      }
      int series = (int) (number % ids.length);
      long step = number / ids.length;
      long start = step * STEP_MILLIS;
      return new Point(
          Point.Kind.SCORE,
          ids[series],
          "training",
          "grad_norm",
          dimensions[series],
          start,
          start + 1_000,
          List.of((1 + series % LAYERS) * (Values.of(series, step) + 1_000)),
          false,
          false,
          start,
          step + 1,
          step,
          null,
          null);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of lists
    private void name() {
      int series = ranks * LAYERS;
      ids = new String[series];
      dimensions = new List[series];
      for (int i = 0; i < series; i++) {
        dimensions[i] = PeersBenchmark.dimensions(i / LAYERS, i % LAYERS);
        ids[i] = id(dimensions[i]);
      }
    }
  }

  /** A watermark whenever a step has begun: the last one is over. */
  private static final class StepByStep implements WatermarkGenerator<Point> {
    private long start = Long.MIN_VALUE;

    @Override
    public void onEvent(Point point, long timestamp, WatermarkOutput output) {
      if (point.start() > start) {
        start = point.start();
        output.emitWatermark(new Watermark(start - 1));
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      // Nothing but points moves event time.
    }
  }

  /** Counts what arrives and notes when the measured part begins and ends. */
  private static final class Stopwatch implements MapFunction<Decision, Integer> {
    private static final OperatingSystemMXBean PROCESS =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static volatile long from;
    private static volatile long to;
    private static volatile long nanos;
    private static volatile long cpuNanos;
    private long count;

    static void begin(long first, long end) {
      from = first;
      to = end;
    }

    static Rate rate() {
      long measured = to - from;
      return new Rate(1e9 * measured / nanos, (double) cpuNanos / measured);
    }

    @Override
    public Integer map(Decision decision) {
      count++;
      if (count == from) {
        nanos = -System.nanoTime();
        cpuNanos = -PROCESS.getProcessCpuTime();
      } else if (count == to) {
        nanos += System.nanoTime();
        cpuNanos += PROCESS.getProcessCpuTime();
      }
      return 0;
    }
  }
}
