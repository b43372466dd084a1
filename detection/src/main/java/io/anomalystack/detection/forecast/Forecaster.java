package io.anomalystack.detection.forecast;

import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Forecasts a series by whichever expert has been right of late: the one that knows of no season,
 * or one of those with a season. A point never has a say in who forecasts it.
 */
final class Forecaster {
  /** A season must lower the squared error to this share of what it is without. */
  private static final double WORTH_A_SEASON = 0.85;

  /** The same for the season that is in use already. */
  private static final double WORTH_KEEPING = 0.9;

  /** A longer season must lower it to this share of that of a shorter one. */
  private static final double WORTH_A_LONGER_SEASON = 0.92;

  private static final double WORTH_KEEPING_A_LONGER = 0.95;

  /** In mean deviations of the level's expert: larger errors count as this. */
  private static final double LARGEST_ERROR = 6;

  /** Shortest season first; the first expert knows of none. */
  private final List<Expert> experts;

  private final Grain grain;

  /** The season that was found in the data; null while none was. */
  private Expert found;

  private Expert current;

  Forecaster(List<Double> seasons) {
    this(new ArrayList<>(), new Grain());
    experts.add(new Expert());
    seasons.forEach(length -> experts.add(new Expert(length)));
    current = experts.get(0);
  }

  private Forecaster(List<Expert> experts, Grain grain) {
    this.experts = experts;
    this.grain = grain;
  }

  void observe(long slot, double value) {
    grain.add(value);
    current = choose();
    double floor = grain.floor();
    double largestError = LARGEST_ERROR * level().scatter();
    for (Expert expert : experts) {
      expert.observe(slot, value, floor, largestError);
    }
  }

  /** The expert that forecast the last point. */
  Expert current() {
    return current;
  }

  /** The expert that knows of no season. */
  Expert level() {
    return experts.get(0);
  }

  /** Whether the season that was found in the data is in use. */
  boolean usesFound() {
    return found != null && found == current;
  }

  boolean knows(double length, double tolerance) {
    return experts.stream()
        .anyMatch(expert -> Math.abs(expert.seasonLength() - length) <= tolerance * length);
  }

  /**
   * Has a season of this length compete, in place of the one found before.
   *
   * @param lastSlot of the values' last one
   * @param values one a slot; the last one is still to be observed
   */
  void consider(double length, long lastSlot, double[] values) {
    experts.remove(found);
    found = new Expert(length);
    int at = 0;
    while (at < experts.size() && experts.get(at).seasonLength() < length) {
      at++;
    }
    experts.add(at, found);
    double largestError = LARGEST_ERROR * level().scatter();
    for (int i = 0; i < values.length - 1; i++) {
      found.observe(lastSlot - values.length + 1 + i, values[i], grain.floor(), largestError);
    }
  }

  private Expert choose() {
    Expert best = level();
    for (Expert expert : experts.subList(1, experts.size())) {
      if (expert.isReady() && expert.squaredError() < needed(expert, best) * best.squaredError()) {
        best = expert;
      }
    }
    return best;
  }

  private double needed(Expert expert, Expert shorter) {
    if (shorter == level()) {
      return expert == current ? WORTH_KEEPING : WORTH_A_SEASON;
    }
    return expert == current ? WORTH_KEEPING_A_LONGER : WORTH_A_LONGER_SEASON;
  }

  void writeTo(SnapshotWriter writer) {
    writer.putInt(experts.size());
    experts.forEach(expert -> expert.writeTo(writer));
    grain.writeTo(writer);
    writer.putInt(experts.indexOf(found));
    writer.putInt(experts.indexOf(current));
  }

  static Forecaster readFrom(SnapshotReader reader) {
    List<Expert> experts = new ArrayList<>();
    for (int count = reader.getInt(); count > 0; count--) {
      experts.add(Expert.readFrom(reader));
    }
    Forecaster forecaster = new Forecaster(experts, Grain.readFrom(reader));
    int found = reader.getInt();
    forecaster.found = found < 0 ? null : experts.get(found);
    forecaster.current = experts.get(reader.getInt());
    return forecaster;
  }
}
