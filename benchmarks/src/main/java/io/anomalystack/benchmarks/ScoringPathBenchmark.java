package io.anomalystack.benchmarks;

import io.anomalystack.detection.Engine;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.SeriesSettings;
import io.anomalystack.detection.forest.ForestEngine;
import io.anomalystack.job.deciding.DecideSeries;
import io.anomalystack.job.detectors.RunningDetectors;
import io.anomalystack.job.scoring.LiveStart;
import io.anomalystack.job.scoring.ScoreSeries;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Decision;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.DetectorFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.apache.flink.util.FileUtils;

/**
 * The scoring path in Flink, one slot, RocksDB, checkpoints running, 1,000 series in turn: our
 * design and the naive one, a forest in a value state, each against the bare library on the same
 * series in the same run.
 */
public final class ScoringPathBenchmark {
  private static final int SERIES = 1_000;
  private static final int WARM_UP_POINTS = 300;

  private ScoringPathBenchmark() {}

  /**
   * Runs it.
   *
   * @param args optional: rounds (default 3), measured points for each series (default 150)
   */
  public static void main(String[] args) throws Exception {
    List<Detector> detectors = detectors();
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    int points = args.length > 1 ? Integer.parseInt(args[1]) : 150;
    System.out.printf(
        "%d series in turn, %d points each after %d, one slot, RocksDB, a checkpoint every 5 s%n",
        SERIES, points, WARM_UP_POINTS);
    for (int round = 1; round <= rounds; round++) {
      double bare = bareRate(points);
      double ours =
          flinkRate(
              points,
              WARM_UP_POINTS,
              series ->
                  series
                      .connect(NoChanges.in(series.getExecutionEnvironment()))
                      .transform(
                          "score",
                          TypeInformation.of(Decision.class),
                          new DecideSeries(
                              RunningDetectors.unchanging(detectors),
                              new ScoreSeries(
                                  ForestEngine.standard(),
                                  new ScoringSettings(
                                      SERIES, ScoringSettings.DEFAULT_SNAPSHOT_INTERVAL),
                                  LiveStart.ALWAYS))));
      System.out.printf(
          "round %d: bare library %,.0f points/s   our job %,.0f (%.2f of bare)%n",
          round, bare, ours, ours / bare);
    }
    // The naive design is two orders of magnitude slower: few points tell enough.
    double naive =
        flinkRate(
            2,
            1,
            series ->
                series.process(
                    new ForestInValueState(ForestEngine.standard()),
                    TypeInformation.of(Decision.class)));
    System.out.printf("naive, a forest in RocksDB value state: %,.0f points/s%n", naive);
  }

  private static double bareRate(int points) {
    BareForest[] forests = new BareForest[SERIES];
    for (int i = 0; i < SERIES; i++) {
      forests[i] = new BareForest(i);
    }
    long start = 0;
    for (int point = 0; point < WARM_UP_POINTS + points; point++) {
      if (point == WARM_UP_POINTS) {
        start = System.nanoTime();
      }
      for (int i = 0; i < SERIES; i++) {
        forests[i].process(Values.of(i, point));
      }
    }
    return 1e9 * SERIES * points / (System.nanoTime() - start);
  }

  private static double flinkRate(
      int points,
      int warmUp,
      Function<KeyedStream<Point, String>, SingleOutputStreamOperator<Decision>> scoring)
      throws Exception {
    Path checkpoints = Files.createTempDirectory("scoring-path");
    Configuration configuration =
        CheckpointedFlink.configuration(Duration.ofSeconds(5), checkpoints);
    try {
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
      String[] ids = new String[SERIES];
      for (int i = 0; i < SERIES; i++) {
        ids[i] = TimeSeriesId.of("path", "value-" + i, List.of());
      }
      Stopwatch.begin((long) SERIES * warmUp, (long) SERIES * (warmUp + points));
      DataStream<Point> source =
          env.fromSource(
                  new NumberSequenceSource(0, (long) SERIES * (warmUp + points) - 1),
                  WatermarkStrategy.noWatermarks(),
                  "numbers")
              .uid("numbers")
              .map(number -> point(ids[(int) (number % SERIES)], number))
              .returns(TypeInformation.of(Point.class))
              .uid("points");
      scoring
          .apply(source.keyBy(Point::timeseriesId))
          .uid("score")
          .map(new Stopwatch())
          .uid("stopwatch")
          .sinkTo(new DiscardingSink<>())
          .uid("nowhere");
      env.execute("scoring path");
      return Stopwatch.rate();
    } finally {
      // Flink may still be discarding a checkpoint itself.
      FileUtils.deleteDirectoryQuietly(checkpoints.toFile());
    }
  }

  private static Point point(String id, long number) {
    long index = number / SERIES;
    return new Point(
        Point.Kind.SCORE,
        id,
        "path",
        "value",
        List.of(),
        index * 60_000,
        (index + 1) * 60_000,
        List.of(Values.of(number % SERIES, index)),
        false,
        false,
        -1,
        0);
  }

  private static List<Detector> detectors() throws Exception {
    return DetectorFile.parse(
        """
        detectors:
          - {name: path, topic: path, timestamp: {field: t}, period: 1m, measures: [{field: value}]}
        """);
  }

  /** What one would write first: the whole forest read, changed and written with every point. */
  private static final class ForestInValueState
      extends KeyedProcessFunction<String, Point, Decision> {
    private final Engine engine;
    private transient ValueState<byte[]> state;

    ForestInValueState(Engine engine) {
      this.engine = engine;
    }

    @Override
    public void open(OpenContext context) {
      state =
          getRuntimeContext()
              .getState(
                  new ValueStateDescriptor<>(
                      "forest", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(Point point, Context context, Collector<Decision> out)
        throws Exception {
      byte[] saved = state.value();
      SeriesModel model;
      if (saved == null) {
        // Full samples from the start, so that its forests weigh what the others' do.
        model = engine.create(SeriesSettings.plain(), TimeSeriesId.seed(point.timeseriesId()));
        for (int i = 0; i < WARM_UP_POINTS; i++) {
          model.score(i - WARM_UP_POINTS, Values.of(0, i));
        }
      } else {
        model = engine.restore(saved);
      }
      model.score(point.slot(), point.values().get(0));
      state.update(model.save());
      out.collect(null);
    }
  }

  /** Counts what arrives and notes when the measured part begins and ends. */
  private static final class Stopwatch implements MapFunction<Decision, Integer> {
    private static volatile long from;
    private static volatile long to;
    private static volatile long startNanos;
    private static volatile long endNanos;
    private long count;

    static void begin(long first, long end) {
      from = first;
      to = end;
    }

    static double rate() {
      return 1e9 * (to - from) / (endNanos - startNanos);
    }

    @Override
    public Integer map(Decision decision) {
      count++;
      if (count == from) {
        startNanos = System.nanoTime();
      } else if (count == to) {
        endNanos = System.nanoTime();
      }
      return 0;
    }
  }
}
