package io.anomalystack.detection.forecast;

import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;

/**
 * Forecasts a series by its level, with or without one season.
 *
 * <p>It follows the level twice: slowly, so that an anomaly moves it little, and fast, so that a
 * new level is known at once. A point is surprising only if both are surprised, and in the same
 * direction: the return from an anomaly, or the second point of a new level, is not.
 */
final class Expert {
  /** Points before deviations are measured well enough to score by. */
  private static final int FIRST_SCORED = 8;

  private static final int FIRST_LEARNED_IN_FULL = 3;

  private static final double FAST_GAIN = 0.3;
  private static final double SLOWEST_GAIN = 0.004;
  private static final double FASTEST_SLOW_GAIN = 0.02;
  private static final double SCATTER_GAIN = 0.01;
  private static final double ERROR_GAIN = 0.004;

  /** Deviations count as at most so many mean deviations when level and season learn them. */
  private static final double LARGEST_STEP = 3;

  /** The same for the scatter: of the time in the season, and of all times. */
  private static final double LARGEST_LOCAL_SCATTER = 4;

  private static final double LARGEST_SCATTER = 10;

  /** So many points as surprising as this in a row are a new level. */
  private static final double SURPRISED = 3;

  private static final int NEW_LEVEL_AFTER = 30;

  /** Decimal digits of rarity from which the fast level jumps to the point at once. */
  private static final double JUMP_RARITY = 3;

  private static final double OVERALL_WEIGHT = 6;
  private static final double MOST_OWN = 60;

  /** Null for the expert that knows of no season. */
  private final SeasonProfile season;

  private final double slowGain;
  private final TailDistribution tail;

  private boolean begun;
  private long scored;
  private int surprisedInARow;
  private double slowLevel;
  private double fastLevel;
  private double scatter;
  private double squaredError;

  /** Mean absolute errors of the two levels, those of outliers bounded. */
  private double slowError;

  private double fastError;

  // What the last point looked like before it was learned.
  private double rarity;
  private double predicted;
  private double reach;
  private double lowCentre;
  private double highCentre;
  private double nearest;
  private double width;
  private double offset;

  /** Without a season. */
  Expert() {
    this(null, TailDistribution.ofDeviations());
  }

  Expert(double seasonLength) {
    this(new SeasonProfile(seasonLength), TailDistribution.ofDeviations());
  }

  private Expert(SeasonProfile season, TailDistribution tail) {
    this.season = season;
    this.tail = tail;
    this.slowGain =
        season == null
            ? FASTEST_SLOW_GAIN
            : Math.max(SLOWEST_GAIN, Math.min(FASTEST_SLOW_GAIN, 2 / (season.length() + 1)));
  }

  /** The season's length in slots; 0 without one. */
  double seasonLength() {
    return season == null ? 0 : season.length();
  }

  /** Whether its forecasts can be compared with those of others: after two cycles. */
  boolean isReady() {
    return scored > FIRST_SCORED && (season == null || scored >= season.length());
  }

  /** The running mean of squared deviations, those of outliers bounded. */
  double squaredError() {
    return squaredError;
  }

  /** The mean absolute deviation. */
  double scatter() {
    return scatter;
  }

  /** What is expected in a slot that has no value; NaN before the first forecast. */
  double forecast(long slot) {
    if (!begun || (season != null && !season.isComplete())) {
      return Double.NaN;
    }
    return (season == null ? 0 : season.offset(slot)) + likelyLevel();
  }

  /** What the season adds to the level in this slot; 0 without one. */
  double seasonalOffset(long slot) {
    return season == null || !season.isComplete() ? 0 : season.offset(slot);
  }

  /**
   * Forecasts a slot, compares, and learns.
   *
   * @param floor deviations below it are not told apart
   * @param largestError what an outlier counts as in the squared error
   */
  void observe(long slot, double value, double floor, double largestError) {
    rarity = 0;
    if (!begin(slot, value)) {
      return;
    }
    offset = season == null ? 0 : season.offset(slot);
    double level = value - offset;
    double fromSlow = level - slowLevel;
    double fromFast = level - fastLevel;
    double local =
        season == null ? scatter : season.scatter(slot, scatter, OVERALL_WEIGHT, MOST_OWN);
    double unit = Math.max(local, floor);
    width = unit * (season == null ? 1 : season.uncertainty(slot));
    nearest = Math.min(Math.abs(fromSlow), Math.abs(fromFast));
    double surprise = nearest / width;
    if (fromSlow * fromFast < 0) {
      surprise = Math.min(surprise, 1);
    }
    scored++;
    forecastBounds();
    if (isScoring()) {
      rarity = tail.rarity(surprise);
    }
    learn(slot, level, fromSlow, fromFast, unit, floor);
    learnError(floor, largestError);
    if (isScoring()) {
      tail.add(surprise);
    }
  }

  private boolean begin(long slot, double value) {
    if (season == null) {
      if (begun) {
        return true;
      }
      slowLevel = value;
      fastLevel = value;
      begun = true;
      return false;
    }
    if (season.collect(slot, value)) {
      return false;
    }
    if (!begun) {
      slowLevel = season.level();
      fastLevel = slowLevel;
      begun = true;
    }
    return true;
  }

  /** Of the two the one that has been nearer of late. */
  private double likelyLevel() {
    return slowError <= fastError ? slowLevel : fastLevel;
  }

  private boolean isScoring() {
    return scored > FIRST_SCORED;
  }

  private void forecastBounds() {
    lowCentre = offset + Math.min(slowLevel, fastLevel);
    highCentre = offset + Math.max(slowLevel, fastLevel);
    predicted = offset + likelyLevel();
    reach = Double.NaN;
  }

  private void learn(
      long slot, double level, double fromSlow, double fromFast, double unit, double floor) {
    double step = Math.max(-LARGEST_STEP * unit, Math.min(LARGEST_STEP * unit, fromSlow));
    if (season != null) {
      season.learn(
          slot,
          fromSlow,
          scored < FIRST_LEARNED_IN_FULL ? Double.POSITIVE_INFINITY : LARGEST_STEP * unit,
          Math.min(nearest, LARGEST_LOCAL_SCATTER * unit));
    }
    double largest =
        isScoring() ? LARGEST_SCATTER * Math.max(scatter, floor) : Double.POSITIVE_INFINITY;
    double gain = Math.max(1.0 / scored, SCATTER_GAIN);
    scatter += gain * (Math.min(nearest, largest) - scatter);
    slowError += gain * (Math.min(Math.abs(fromSlow), largest) - slowError);
    fastError += gain * (Math.min(Math.abs(fromFast), largest) - fastError);
    slowLevel += slowGain * (isScoring() ? step : fromSlow);
    surprisedInARow = Math.abs(fromSlow) > SURPRISED * unit ? surprisedInARow + 1 : 0;
    if (surprisedInARow >= NEW_LEVEL_AFTER) {
      slowLevel = fastLevel;
      surprisedInARow = 0;
    }
    boolean back = Math.abs(fromSlow) < SURPRISED * width && Math.abs(fromFast) > SURPRISED * width;
    if (rarity > JUMP_RARITY || back) {
      fastLevel = level;
    } else {
      fastLevel += FAST_GAIN * fromFast;
    }
  }

  private void learnError(double floor, double largestError) {
    double error = Math.min(nearest, largestError + floor);
    squaredError += Math.max(1.0 / scored, ERROR_GAIN) * (error * error - squaredError);
  }

  /** The decimal digits of the last point's rarity; 0 while it cannot be told. */
  double rarity() {
    return rarity;
  }

  /** What was most expected of the last point. */
  double predicted() {
    return predicted;
  }

  /** What the season added to the level at the last point. */
  double lastSeasonalOffset() {
    return offset;
  }

  /** The lower end of what was usual for the last point: all but {@code share} of all points. */
  double lower(double share) {
    return lowCentre - reach(share);
  }

  /** The upper end, see {@link #lower}. */
  double upper(double share) {
    return highCentre + reach(share);
  }

  private double reach(double share) {
    if (Double.isNaN(reach)) {
      reach = width * tail.quantile(share);
    }
    return reach;
  }

  /**
   * How well the last point was forecast: the logarithm of the density that a Laplace distribution
   * of the forecast's scatter has there, but for a constant, outliers bounded.
   */
  double logLikelihood() {
    return -Math.log(width) - Math.min(10, nearest / width);
  }

  void writeTo(SnapshotWriter writer) {
    writer.putBoolean(season != null);
    if (season != null) {
      season.writeTo(writer);
    }
    tail.writeTo(writer);
    writer.putBoolean(begun);
    writer.putLong(scored);
    writer.putInt(surprisedInARow);
    writer.putDoubles(
        new double[] {slowLevel, fastLevel, scatter, squaredError, slowError, fastError});
  }

  static Expert readFrom(SnapshotReader reader) {
    SeasonProfile season = reader.getBoolean() ? SeasonProfile.readFrom(reader) : null;
    Expert expert = new Expert(season, TailDistribution.readDeviations(reader));
    expert.begun = reader.getBoolean();
    expert.scored = reader.getLong();
    expert.surprisedInARow = reader.getInt();
    double[] numbers = reader.getDoubles();
    expert.slowLevel = numbers[0];
    expert.fastLevel = numbers[1];
    expert.scatter = numbers[2];
    expert.squaredError = numbers[3];
    expert.slowError = numbers[4];
    expert.fastError = numbers[5];
    return expert;
  }
}
