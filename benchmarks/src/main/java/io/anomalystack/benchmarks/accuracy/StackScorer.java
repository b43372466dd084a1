package io.anomalystack.benchmarks.accuracy;

import io.anomalystack.detection.Seasons;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.SeriesSettings;
import io.anomalystack.detection.Verdict;
import io.anomalystack.detection.forest.ForestEngine;
import io.anomalystack.model.ModelStage;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Our model as the job sets it for {@code seasonality: auto}: told of nothing but the lengths of a
 * day and a week in periods.
 */
final class StackScorer implements PointScorer {
  private static final double MOST = 100;

  private final SeriesModel model;

  StackScorer(double periodSeconds, long seed) {
    SeriesSettings settings = new SeriesSettings(1, Seasons.detected(rhythms(periodSeconds)));
    model = ForestEngine.standard().create(settings, seed);
  }

  /** All that the model says of the next point. */
  Verdict verdict(long slot, double value) {
    return model.score(slot, value);
  }

  @Override
  public double score(long slot, double value) {
    return score(verdict(slot, value));
  }

  static double score(Verdict verdict) {
    return verdict.stage() == ModelStage.LEARNING ? Double.NaN : verdict.score() / MOST;
  }

  private static List<Double> rhythms(double periodSeconds) {
    return Stream.of(Duration.ofDays(1), Duration.ofDays(7))
        .map(rhythm -> rhythm.toSeconds() / periodSeconds)
        .filter(slots -> slots >= Seasons.SHORTEST)
        .toList();
  }
}
