package io.anomalystack.detection.forecast;

import io.anomalystack.detection.Seasons;
import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;

/**
 * Forecasts a series on a linear scale and, where its values allow, on a logarithmic one besides;
 * the scale on which it has been forecast better of late has the larger say. Finds seasons that
 * nobody named.
 */
public final class SeriesForecaster {
  /** Of the points, this share is outside the bounds. */
  private static final double OUTSIDE = 0.05;

  private static final double LIKELIHOOD_GAIN = 0.004;

  /** Points before the scales are compared. */
  private static final int COMPARED_AFTER = 50;

  /** Advantage in log likelihood a point, from which the logarithmic scale alone counts. */
  private static final double CLEAR_ADVANTAGE = 0.15;

  /** Seasons are looked for at this many slots, at twice as many, and so on. */
  private static final int FIRST_SEARCH = 64;

  /** And every so many once the history is full. */
  private static final int SEARCH_INTERVAL = 512;

  /** Lengths that differ by less than this share are the same season. */
  private static final double SAME_SEASON = 0.04;

  private final boolean searching;
  private final SlotHistory history;
  private final Forecaster linear;

  /** Null where the series is not for a logarithmic scale, as is the forecaster on it. */
  private final LogScale scale;

  private final Forecaster logarithmic;

  private long nextSearch;
  private long compared;
  private double advantage;
  private boolean negative;

  /**
   * @param logUnit the unit of a logarithmic scale, or 0 for none
   */
  public SeriesForecaster(Seasons seasons, double logUnit) {
    this(
        seasons.detect(),
        new SlotHistory(),
        new Forecaster(seasons.candidates()),
        logUnit > 0 ? new LogScale(logUnit) : null,
        logUnit > 0 ? new Forecaster(seasons.candidates()) : null);
    nextSearch = FIRST_SEARCH;
    negative = logUnit <= 0;
  }

  private SeriesForecaster(
      boolean searching,
      SlotHistory history,
      Forecaster linear,
      LogScale scale,
      Forecaster logarithmic) {
    this.searching = searching;
    this.history = history;
    this.linear = linear;
    this.scale = scale;
    this.logarithmic = logarithmic;
  }

  /** What is expected in a slot without a value; NaN while unknown. */
  public double forecast(long slot) {
    if (logWeight() > 0.5) {
      return scale.fromScale(logarithmic.current().forecast(slot));
    }
    return linear.current().forecast(slot);
  }

  /** What the season adds to the level in a slot; 0 without one. */
  public double seasonalOffset(long slot) {
    return linear.current().seasonalOffset(slot);
  }

  /** Forecasts a slot, compares, and learns. */
  public Forecast observe(long slot, double value) {
    if (searching) {
      history.add(slot, value);
      if (history.slots() >= nextSearch) {
        search(slot);
      }
    }
    double weight = logWeight();
    negative = negative || value < 0;
    linear.observe(slot, value);
    if (scale != null) {
      logarithmic.observe(slot, scale.toScale(value));
    }
    Forecast forecast = describe(weight);
    compare(value);
    return forecast;
  }

  private double logWeight() {
    if (compared < COMPARED_AFTER) {
      return 0;
    }
    return Math.max(0, Math.min(1, advantage / CLEAR_ADVANTAGE));
  }

  private Forecast describe(double weight) {
    Expert expert = linear.current();
    if (scale == null || weight == 0) {
      double lower = expert.lower(OUTSIDE);
      return new Forecast(
          expert.rarity(),
          linear.level().rarity(),
          expert.seasonLength() > 0,
          expert.predicted(),
          negative ? lower : Math.max(0, lower),
          expert.upper(OUTSIDE),
          expert.lastSeasonalOffset());
    }
    Expert scaled = logarithmic.current();
    boolean mainly = weight > 0.5;
    double lower = mainly ? scale.fromScale(scaled.lower(OUTSIDE)) : expert.lower(OUTSIDE);
    return new Forecast(
        weight * scaled.rarity() + (1 - weight) * expert.rarity(),
        weight * logarithmic.level().rarity() + (1 - weight) * linear.level().rarity(),
        (mainly ? scaled : expert).seasonLength() > 0,
        mainly ? scale.fromScale(scaled.predicted()) : expert.predicted(),
        negative ? lower : Math.max(0, lower),
        mainly ? scale.fromScale(scaled.upper(OUTSIDE)) : expert.upper(OUTSIDE),
        expert.lastSeasonalOffset());
  }

  private void compare(double value) {
    if (scale == null || !linear.current().isReady() || !logarithmic.current().isReady()) {
      return;
    }
    double gained =
        logarithmic.current().logLikelihood()
            + scale.logSlope(value)
            - linear.current().logLikelihood();
    compared++;
    advantage += Math.max(1.0 / compared, LIKELIHOOD_GAIN) * (gained - advantage);
  }

  private void search(long slot) {
    nextSearch =
        history.slots() < SlotHistory.CAPACITY ? 2 * nextSearch : history.slots() + SEARCH_INTERVAL;
    boolean inUse = linear.usesFound() || (scale != null && logarithmic.usesFound());
    if (inUse) {
      return;
    }
    float[] values = history.values();
    double length = Autocorrelation.period(values);
    if (length == 0) {
      length = SlotHistory.SLOTS_PER_MEAN * (double) Autocorrelation.period(history.means());
    }
    if (length == 0 || linear.knows(length, SAME_SEASON)) {
      return;
    }
    linear.consider(length, slot, onScale(values, false));
    if (scale != null) {
      logarithmic.consider(length, slot, onScale(values, true));
    }
  }

  private double[] onScale(float[] values, boolean logarithms) {
    double[] scaled = new double[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = logarithms ? scale.toScale(values[i]) : values[i];
    }
    return scaled;
  }

  public void writeTo(SnapshotWriter writer) {
    writer.putBoolean(searching);
    history.writeTo(writer);
    linear.writeTo(writer);
    writer.putDouble(scale == null ? 0 : scale.unit());
    if (scale != null) {
      logarithmic.writeTo(writer);
    }
    writer.putLong(nextSearch);
    writer.putLong(compared);
    writer.putDouble(advantage);
    writer.putBoolean(negative);
  }

  public static SeriesForecaster readFrom(SnapshotReader reader) {
    boolean searching = reader.getBoolean();
    SlotHistory history = SlotHistory.readFrom(reader);
    Forecaster linear = Forecaster.readFrom(reader);
    double unit = reader.getDouble();
    SeriesForecaster forecaster =
        new SeriesForecaster(
            searching,
            history,
            linear,
            unit > 0 ? new LogScale(unit) : null,
            unit > 0 ? Forecaster.readFrom(reader) : null);
    forecaster.nextSearch = reader.getLong();
    forecaster.compared = reader.getLong();
    forecaster.advantage = reader.getDouble();
    forecaster.negative = reader.getBoolean();
    return forecaster;
  }
}
