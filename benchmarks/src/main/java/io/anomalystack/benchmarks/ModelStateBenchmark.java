package io.anomalystack.benchmarks;

import io.anomalystack.detection.Engine;
import io.anomalystack.detection.Seasons;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.SeriesSettings;
import io.anomalystack.detection.forest.ForestEngine;
import io.anomalystack.job.scoring.ScoringSettings;
import java.util.Arrays;
import java.util.List;

/**
 * What one series' model costs: heap, bytes of state with the journal, and the time to save and to
 * restore it at every length of the journal.
 */
public final class ModelStateBenchmark {
  private static final int MODELS = 400;
  private static final int POINTS = 1_200;

  /** Of minutes, by default: a day, a week, and what the model finds. */
  private static final SeriesSettings SETTINGS =
      new SeriesSettings(1, Seasons.detected(List.of(1_440.0, 10_080.0)));

  private ModelStateBenchmark() {}

  public static void main(String[] args) {
    int interval = ScoringSettings.DEFAULT_SNAPSHOT_INTERVAL;
    Engine engine = ForestEngine.standard();
    long before = usedHeap();
    SeriesModel[] models = new SeriesModel[MODELS];
    for (int i = 0; i < MODELS; i++) {
      models[i] = engine.create(SETTINGS, i);
      for (int point = 0; point < POINTS; point++) {
        models[i].score(point, Values.of(i, point));
      }
    }
    long heapPerModel = (usedHeap() - before) / MODELS;

    long[] saveNanos = new long[2 * MODELS];
    long[] restoreNanos = new long[2 * MODELS];
    long[] bytes = new long[2 * MODELS];
    for (int round = 0; round < 3; round++) {
      // The first round warms up the code, the last is kept.
      for (int i = 0; i < 2 * MODELS; i++) {
        SeriesModel model = models[i % MODELS];
        long start = System.nanoTime();
        byte[] snapshot = model.save();
        saveNanos[i] = System.nanoTime() - start;
        // Journals are of every length from 0 to interval - 1, equally often.
        int journal = (int) ((long) i * interval / (2 * MODELS));
        bytes[i] = snapshot.length + 10L * journal;
        start = System.nanoTime();
        SeriesModel restored = engine.restore(snapshot);
        for (int point = 0; point < journal; point++) {
          restored.score(POINTS + point, Values.of(i, POINTS + point));
        }
        restoreNanos[i] = System.nanoTime() - start;
      }
    }
    System.out.printf(
        "snapshot every %d points, %d models of %,d points%n", interval, MODELS, POINTS);
    System.out.printf("heap per live model   %,d bytes%n", heapPerModel);
    print("state, journal incl.", bytes, 1, "bytes");
    print("save", saveNanos, 1e6, "ms");
    print("restore with journal", restoreNanos, 1e6, "ms");
  }

  private static void print(String what, long[] values, double unit, String unitName) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    System.out.printf(
        "%-21s median %,.2f   p99 %,.2f   max %,.2f %s%n",
        what,
        sorted[sorted.length / 2] / unit,
        sorted[sorted.length * 99 / 100] / unit,
        sorted[sorted.length - 1] / unit,
        unitName);
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
