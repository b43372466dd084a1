package io.anomalystack.job;

import io.anomalystack.detection.Engine;
import io.anomalystack.detection.Explanation;
import io.anomalystack.detection.Explanation.Contributor;
import io.anomalystack.detection.Explanation.HeldBack;
import io.anomalystack.detection.MeasureVerdict;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.SeriesSettings;
import io.anomalystack.detection.Verdict;
import io.anomalystack.model.ModelStage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The plainest model there is, so that what it must say can be worked out by hand: each measure is
 * expected to be its mean so far, and a point scores a hundred times its relative distance from it,
 * the largest of its measures. Less than {@value #NOISE} is noise, and twice that is held back
 * where the point before scored.
 */
public final class MeanEngine implements Engine {
  /** Points before the first score. */
  public static final int LEARNING_POINTS = 4;

  private static final long serialVersionUID = 1L;
  private static final double NOISE = 20;

  @Override
  public SeriesModel create(SeriesSettings settings, long seed) {
    return new Mean(new double[settings.measures()], 0, 0);
  }

  @Override
  public SeriesModel restore(byte[] snapshot) {
    ByteBuffer bytes = ByteBuffer.wrap(snapshot);
    double[] sums = new double[bytes.getInt()];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = bytes.getDouble();
    }
    return new Mean(sums, bytes.getLong(), bytes.getDouble());
  }

  private static final class Mean implements SeriesModel {
    private final double[] sums;
    private long points;
    private double lastScore;

    Mean(double[] sums, long points, double lastScore) {
      this.sums = sums;
      this.points = points;
      this.lastScore = lastScore;
    }

    private double mean(int measure) {
      return points == 0 ? 0 : sums[measure] / points;
    }

    @Override
    public Verdict score(long slot, double... given) {
      double[] values = given.clone();
      double[] distances = new double[values.length];
      double largest = 0;
      double all = 0;
      for (int i = 0; i < values.length; i++) {
        values[i] = Double.isNaN(values[i]) ? mean(i) : values[i];
        distances[i] = Math.min(100, 100 * Math.abs(values[i] - mean(i)) / Math.abs(mean(i)));
        largest = Math.max(largest, distances[i]);
        all += distances[i];
      }
      boolean learning = points < LEARNING_POINTS;
      boolean heldBack = !learning && largest > NOISE && largest < 2 * NOISE && lastScore > 0;
      double score = learning || largest <= NOISE || heldBack ? 0 : largest;
      List<MeasureVerdict> measures = new ArrayList<>();
      for (int i = 0; i < values.length; i++) {
        measures.add(
            new MeasureVerdict(
                values[i],
                learning ? Double.NaN : mean(i),
                learning ? Double.NaN : 0.8 * mean(i),
                learning ? Double.NaN : 1.2 * mean(i),
                score > 0 ? mean(i) : 0,
                all > 0 && !learning ? distances[i] / all : 1.0 / values.length));
      }
      boolean goesOn = lastScore > 0;
      lastScore = score;
      for (int i = 0; i < values.length; i++) {
        sums[i] += values[i];
      }
      points++;
      return new Verdict(
          measures,
          score,
          learning ? 0 : 100.0 * points / (points + 10),
          learning ? ModelStage.LEARNING : ModelStage.INFERENCE,
          pointsUntilInference(),
          score > 0 || heldBack ? explanation(largest, goesOn, heldBack) : null);
    }

    private static Explanation explanation(double raw, boolean goesOn, boolean heldBack) {
      return new Explanation(
          raw,
          NOISE,
          Map.of(Contributor.LEVEL, 0.75, Contributor.PATTERN, 0.25),
          goesOn ? 1 : 0,
          Double.NaN,
          new double[0],
          heldBack ? HeldBack.EXPLAINED_BY_RECENT_POINTS : null);
    }

    @Override
    public Verdict impute(long slot) {
      double[] values = new double[sums.length];
      Arrays.fill(values, Double.NaN);
      return score(slot, values);
    }

    @Override
    public long points() {
      return points;
    }

    @Override
    public int pointsUntilInference() {
      return (int) Math.max(0, LEARNING_POINTS - points);
    }

    @Override
    public byte[] save() {
      ByteBuffer bytes = ByteBuffer.allocate(20 + 8 * sums.length).putInt(sums.length);
      for (double sum : sums) {
        bytes.putDouble(sum);
      }
      return bytes.putLong(points).putDouble(lastScore).array();
    }
  }
}
