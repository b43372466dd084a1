package io.anomalystack.detection.forest;

import io.anomalystack.detection.Seasons;
import io.anomalystack.detection.forecast.Forecast;
import io.anomalystack.detection.forecast.SeriesForecaster;
import io.anomalystack.detection.guard.Frame;
import io.anomalystack.detection.guard.SeriesGuard;
import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;

/**
 * What a model knows of one measure by itself: what is usual, its forecast, and the frame in which
 * forecaster and forest see it. A point of the measure is two numbers for the forest: the value,
 * and the value without the season.
 */
final class MeasureModel {
  /** Numbers that make up one value for the forest. */
  static final int INPUTS = 2;

  /** Where the logarithmic scale begins, as a share of the mean size of the first values. */
  private static final double LOG_UNIT = 0.1;

  private final Seasons seasons;
  private final SeriesGuard guard;

  /** Null until the first values are there, as is the forecaster. */
  private Frame frame;

  private SeriesForecaster forecaster;

  // The last point.
  private double value;
  private double framed;
  private double seasonalOffset;
  private Forecast forecast;

  MeasureModel(Seasons seasons) {
    this(seasons, new SeriesGuard());
  }

  private MeasureModel(Seasons seasons, SeriesGuard guard) {
    this.seasons = seasons;
    this.guard = guard;
  }

  /** Remembers one of the first values. */
  void collect(double first) {
    guard.collect(Double.isNaN(first) ? guard.valueAgo(0) : first);
  }

  double lastValue() {
    return guard.valueAgo(0);
  }

  /** Whether the measure has gone where the frame does not resolve it. */
  boolean hasLeftItsFrame() {
    return guard.hasLeft(frame);
  }

  /**
   * Begins anew, in a new frame, from the values that the guard remembers.
   *
   * @param slots of these values
   * @return what the forest is to learn: the values, framed, oldest first
   */
  double[] settle(long[] slots) {
    guard.settle();
    frame = guard.frame();
    double[] values = guard.clipped();
    for (int i = 0; i < values.length; i++) {
      values[i] = frame.toFrame(values[i]);
    }
    forecaster = new SeriesForecaster(seasons, frame.offset() == 0 ? logUnit(values) : 0);
    for (int i = 0; i < values.length; i++) {
      forecaster.observe(slots[i], values[i]);
    }
    return values;
  }

  /** Zero, for none, if there are negative values. */
  private double logUnit(double[] values) {
    double mean = 0;
    int used = 0;
    for (double each : values) {
      if (each < 0) {
        return 0;
      }
      if (each > 0) {
        used++;
        mean += (each - mean) / used;
      }
    }
    return LOG_UNIT * (used == 0 ? frame.distanceToFrame(1) : mean);
  }

  /**
   * Forecasts and learns a value.
   *
   * @param observed NaN: there is none, and the forecast takes its place
   */
  void observe(long slot, double observed) {
    if (Double.isNaN(observed)) {
      double expected = forecaster.forecast(slot);
      value = guard.clip(Double.isNaN(expected) ? lastValue() : frame.fromFrame(expected));
      seasonalOffset = forecaster.seasonalOffset(slot);
      forecast = null;
    } else {
      value = observed;
      forecast = forecaster.observe(slot, frame.toFrame(observed));
      seasonalOffset = forecast.seasonalOffset();
    }
    framed = frame.toFrame(guard.clip(value));
    guard.learn(value);
  }

  /** The last point as the forest sees it, into {@code point} from {@code at} on. */
  void inputs(double[] point, int at) {
    point[at] = framed;
    point[at + 1] = framed - seasonalOffset;
  }

  /** How near to the expected one a value is not unusual, in the unit of the frame. */
  double tolerance() {
    return frame.distanceToFrame(guard.tolerance());
  }

  double value() {
    return value;
  }

  /** The last point's; null if it was filled in. In the unit of the frame. */
  Forecast forecast() {
    return forecast;
  }

  /** In the measure's unit; NaN for NaN. */
  double fromFrame(double number) {
    return Double.isNaN(number) ? number : frame.fromFrame(number);
  }

  double valueAgo(int points) {
    return guard.valueAgo(points);
  }

  void writeTo(SnapshotWriter writer) {
    guard.writeTo(writer);
    writer.putBoolean(frame != null);
    if (frame != null) {
      frame.writeTo(writer);
      forecaster.writeTo(writer);
    }
  }

  static MeasureModel readFrom(SnapshotReader reader, Seasons seasons) {
    MeasureModel model = new MeasureModel(seasons, SeriesGuard.readFrom(reader));
    if (reader.getBoolean()) {
      model.frame = Frame.readFrom(reader);
      model.forecaster = SeriesForecaster.readFrom(reader);
    }
    return model;
  }
}
