package io.anomalystack.job.scoring;

import io.anomalystack.detection.Engine;
import io.anomalystack.detection.MeasureVerdict;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.SeriesSettings;
import io.anomalystack.detection.Verdict;
import io.anomalystack.model.ModelStage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Models whose every verdict depends on every point before it, on their slots and on their order:
 * one point lost, doubled, moved or restored wrongly changes all that follow.
 */
final class ChainEngine implements Engine {
  private static final long serialVersionUID = 1L;
  private static final int LEARNING_POINTS = 3;

  @Override
  public SeriesModel create(SeriesSettings settings, long seed) {
    return new Chain(settings.measures(), seed, 0, Long.MIN_VALUE);
  }

  @Override
  public SeriesModel restore(byte[] snapshot) {
    ByteBuffer bytes = ByteBuffer.wrap(snapshot);
    return new Chain(bytes.getInt(), bytes.getLong(), bytes.getLong(), bytes.getLong());
  }

  private static final class Chain implements SeriesModel {
    private final int measures;
    private long link;
    private long points;
    private long lastSlot;

    Chain(int measures, long link, long points, long lastSlot) {
      this.measures = measures;
      this.link = link;
      this.points = points;
      this.lastSlot = lastSlot;
    }

    @Override
    public Verdict score(long slot, double... values) {
      if (values.length != measures) {
        throw new IllegalArgumentException("values: " + values.length + " for " + measures);
      }
      double[] used = new double[measures];
      for (int i = 0; i < measures; i++) {
        used[i] = Double.isNaN(values[i]) ? guess() : values[i];
        chain(Double.doubleToLongBits(values[i]));
      }
      return next(slot, used);
    }

    @Override
    public Verdict impute(long slot) {
      double[] used = new double[measures];
      for (int i = 0; i < measures; i++) {
        used[i] = guess();
        chain(~i);
      }
      return next(slot, used);
    }

    private double guess() {
      return (link >>> 40) / 8.0;
    }

    private void chain(long bits) {
      link = (link ^ bits) * 0x9E3779B97F4A7C15L + points;
      link ^= link >>> 32;
    }

    private Verdict next(long slot, double[] used) {
      if (slot <= lastSlot) {
        throw new IllegalArgumentException("slot " + slot + " after " + lastSlot);
      }
      lastSlot = slot;
      chain(slot);
      points++;
      double score = (link >>> 20) % 1_001 / 10.0;
      List<MeasureVerdict> verdicts = new ArrayList<>();
      for (double value : used) {
        verdicts.add(
            new MeasureVerdict(value, guess(), guess() - 1, guess() + 1, -score, 1.0 / measures));
      }
      ModelStage stage = points > LEARNING_POINTS ? ModelStage.INFERENCE : ModelStage.LEARNING;
      return new Verdict(verdicts, score, points, stage, pointsUntilInference(), null);
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
      return ByteBuffer.allocate(28)
          .putInt(measures)
          .putLong(link)
          .putLong(points)
          .putLong(lastSlot)
          .array();
    }
  }
}
