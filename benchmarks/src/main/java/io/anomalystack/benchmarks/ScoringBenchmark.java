package io.anomalystack.benchmarks;

import io.anomalystack.detection.Seasons;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.SeriesSettings;
import io.anomalystack.detection.forest.ForestEngine;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Our model against the bare library, point by point, on models with full samples. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx3g", "-XX:+UseParallelGC"})
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 4)
public class ScoringBenchmark {
  /** So many that every sample is full. */
  private static final int WARM_UP_POINTS = 1_000;

  /** Of minutes, by default: a day, a week, and what the model finds. */
  private static final SeriesSettings SETTINGS =
      new SeriesSettings(1, Seasons.detected(List.of(1_440.0, 10_080.0)));

  /** The bare library's models. */
  @State(Scope.Benchmark)
  public static class Bare {
    /** 1 is hot: all in the processor's caches. 1,000 in turn are cold, as in a real job. */
    @Param({"1", "1000"})
    public int models;

    private BareForest[] forests;
    private long turn;

    /** Fills the samples. */
    @Setup
    public void warmUp() {
      forests = new BareForest[models];
      for (int i = 0; i < models; i++) {
        forests[i] = new BareForest(i);
        for (int point = 0; point < WARM_UP_POINTS; point++) {
          forests[i].process(Values.of(i, point));
        }
      }
    }
  }

  /** Our models. */
  @State(Scope.Benchmark)
  public static class Ours {
    /** As {@link Bare#models}. */
    @Param({"1", "1000"})
    public int models;

    private SeriesModel[] forests;
    private long turn;

    /** Fills the samples. */
    @Setup
    public void warmUp() {
      forests = new SeriesModel[models];
      for (int i = 0; i < models; i++) {
        forests[i] = ForestEngine.standard().create(SETTINGS, i);
        for (int point = 0; point < WARM_UP_POINTS; point++) {
          forests[i].score(point, Values.of(i, point));
        }
      }
    }
  }

  @Benchmark
  public double bareLibrary(Bare state) {
    int model = (int) (state.turn % state.models);
    return state.forests[model].process(
        Values.of(model, WARM_UP_POINTS + state.turn++ / state.models));
  }

  @Benchmark
  public double ourModel(Ours state) {
    int model = (int) (state.turn % state.models);
    long point = WARM_UP_POINTS + state.turn++ / state.models;
    return state.forests[model].score(point, Values.of(model, point)).score();
  }
}
