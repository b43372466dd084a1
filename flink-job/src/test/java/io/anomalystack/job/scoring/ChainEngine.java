package io.anomalystack.job.scoring;

import io.anomalystack.detection.Engine;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.Verdict;
import io.anomalystack.model.ModelStage;
import java.nio.ByteBuffer;

/**
 * Models whose every verdict depends on every point before it and on their order: one point lost,
 * doubled or restored wrongly changes all that follow.
 */
final class ChainEngine implements Engine {
  private static final long serialVersionUID = 1L;

  @Override
  public SeriesModel create(long seed) {
    return new Chain(seed, 0);
  }

  @Override
  public SeriesModel restore(byte[] snapshot) {
    ByteBuffer bytes = ByteBuffer.wrap(snapshot);
    return new Chain(bytes.getLong(), bytes.getLong());
  }

  private static final class Chain implements SeriesModel {
    private long link;
    private long points;

    Chain(long link, long points) {
      this.link = link;
      this.points = points;
    }

    @Override
    public Verdict score(double value) {
      return next(value, Double.doubleToLongBits(value));
    }

    @Override
    public Verdict impute() {
      return next((link >>> 40) / 8.0, ~link);
    }

    private Verdict next(double value, long bits) {
      points++;
      link = (link ^ bits) * 0x9E3779B97F4A7C15L + points;
      link ^= link >>> 32;
      double score = (link >>> 20) % 1_001 / 10.0;
      return new Verdict(
          value,
          score,
          points,
          points < 4 ? ModelStage.LEARNING : ModelStage.INFERENCE,
          -score,
          null);
    }

    @Override
    public long points() {
      return points;
    }

    @Override
    public byte[] save() {
      return ByteBuffer.allocate(16).putLong(link).putLong(points).array();
    }
  }
}
