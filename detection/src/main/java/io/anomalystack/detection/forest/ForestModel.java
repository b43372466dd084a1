package io.anomalystack.detection.forest;

import com.amazon.randomcutforest.parkservices.AnomalyDescriptor;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.Verdict;
import io.anomalystack.detection.guard.Frame;
import io.anomalystack.detection.guard.SeriesGuard;
import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;
import io.anomalystack.model.ModelStage;

/**
 * One series: its guard, and a forest that sees only what the guard lets through.
 *
 * <p>The first points are collected without a forest. The last of them fixes the frame, and the
 * forest learns them all at once; a forest would not have scored them either. Should the series
 * ever leave the frame for good, a new forest takes over in a new frame, raised on the values that
 * the guard remembers.
 */
final class ForestModel implements SeriesModel {

  private final ForestConfig config;
  private final long seed;
  private final SeriesGuard guard;

  private long points;

  /** Null while the first points are collected, as is the forest. */
  private Frame frame;

  private Forest forest;

  ForestModel(ForestConfig config, long seed) {
    this(config, seed, new SeriesGuard());
  }

  private ForestModel(ForestConfig config, long seed, SeriesGuard guard) {
    this.config = config;
    this.seed = seed;
    this.guard = guard;
  }

  @Override
  public Verdict score(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value: must be finite, was " + value);
    }
    points++;
    if (forest == null) {
      return collect(value);
    }
    AnomalyDescriptor found = process(value);
    return Verdicts.of(value, found, frame, guard);
  }

  @Override
  public Verdict impute() {
    points++;
    if (forest == null) {
      return collect(guard.valueAgo(0));
    }
    double expected = guard.clip(frame.fromFrame(forest.expected()));
    AnomalyDescriptor found = process(expected);
    return Verdicts.ofImputed(expected, found);
  }

  @Override
  public long points() {
    return points;
  }

  @Override
  public byte[] save() {
    return ForestSnapshot.write(this);
  }

  ForestConfig config() {
    return config;
  }

  void writeTo(SnapshotWriter writer) {
    config.writeTo(writer);
    writer.putLong(seed);
    writer.putLong(points);
    guard.writeTo(writer);
    writer.putBoolean(forest != null);
    if (forest != null) {
      frame.writeTo(writer);
      forest.writeTo(writer);
    }
  }

  static ForestModel readFrom(SnapshotReader reader) {
    ForestConfig config = ForestConfig.readFrom(reader);
    long seed = reader.getLong();
    long points = reader.getLong();
    ForestModel model = new ForestModel(config, seed, SeriesGuard.readFrom(reader));
    model.points = points;
    if (reader.getBoolean()) {
      model.frame = Frame.readFrom(reader);
      model.forest = Forest.readFrom(reader, config);
    }
    return model;
  }

  private Verdict collect(double value) {
    guard.collect(value);
    if (points == config.outputAfter()) {
      raiseForest(points);
    }
    return new Verdict(value, 0, 0, ModelStage.LEARNING, 0, null);
  }

  private AnomalyDescriptor process(double value) {
    if (guard.hasLeft(frame)) {
      raiseForest(points - 1);
    }
    forest.tolerate(frame.distanceToFrame(guard.tolerance()));
    AnomalyDescriptor found = forest.process(frame.toFrame(guard.clip(value)), points);
    guard.learn(value);
    return found;
  }

  /**
   * A new forest in a new frame, from the values that the guard remembers.
   *
   * @param lastNumber of the last of them
   */
  private void raiseForest(long lastNumber) {
    guard.settle();
    frame = guard.frame();
    forest = Forest.create(config, seed);
    double[] values = guard.clipped();
    for (int i = 0; i < values.length; i++) {
      forest.process(frame.toFrame(values[i]), lastNumber - values.length + i + 1);
    }
  }
}
