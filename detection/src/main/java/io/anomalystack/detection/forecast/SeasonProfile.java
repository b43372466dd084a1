package io.anomalystack.detection.forecast;

import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;

/**
 * What a season adds to a series' level, and how much it scatters, by the time since the season's
 * beginning. The first cycle is only collected: its mean becomes the level.
 */
final class SeasonProfile {
  /** A season of up to so many slots has a bin for each. */
  private static final int MOST_EXACT_BINS = 512;

  /** A longer one has at most so many, of equally many whole slots: a day of minutes has 288. */
  private static final int MOST_BINS = 336;

  private static final int MOST_SCATTER_BINS = 32;

  /** Counts matter while they are small. */
  private static final int MOST_COUNTED = 100;

  /** Even an old profile still follows a change. */
  private static final double LEAST_GAIN = 0.12;

  private static final double LEAST_SCATTER_GAIN = 0.03;

  private final double length;
  private final float[] offsets;
  private final byte[] visits;
  private final float[] scatter;
  private final byte[] scatterVisits;

  /** What was not learned of the last cycle's deviations, as they were so large; mostly zero. */
  private final float[] refused;

  /** The cycles that these are of, modulo 256. */
  private final byte[] refusedIn;

  /** When the first cycle began; meaningless once it is over. */
  private long firstSlot;

  private double firstLevel;
  private boolean begun;
  private boolean complete;

  /**
   * @param length in slots, at least 3
   */
  SeasonProfile(double length) {
    this(length, new float[bins(length)], new byte[bins(length)]);
  }

  private SeasonProfile(double length, float[] offsets, byte[] visits) {
    this.length = length;
    this.offsets = offsets;
    this.visits = visits;
    int scatterBins = Math.min(offsets.length, MOST_SCATTER_BINS);
    this.scatter = new float[scatterBins];
    this.scatterVisits = new byte[scatterBins];
    this.refused = new float[offsets.length];
    this.refusedIn = new byte[offsets.length];
  }

  private static int bins(double length) {
    return length <= MOST_EXACT_BINS
        ? (int) length
        : (int) (length / Math.ceil(length / MOST_BINS));
  }

  double length() {
    return length;
  }

  /** Whether the first cycle is over, so that the profile says something. */
  boolean isComplete() {
    return complete;
  }

  /**
   * Takes in a value of the first cycle.
   *
   * @return whether it still belongs to it; once false, always false, and {@link #level} is known
   */
  boolean collect(long slot, double value) {
    if (complete) {
      return false;
    }
    if (!begun) {
      begun = true;
      firstSlot = slot;
      firstLevel = value;
    }
    if (slot - firstSlot >= length) {
      complete();
      return false;
    }
    int bin = bin(slot);
    visits[bin] = (byte) Math.min(MOST_COUNTED, visits[bin] + 1);
    offsets[bin] += (float) ((value - firstLevel - offsets[bin]) / visits[bin]);
    return true;
  }

  private void complete() {
    complete = true;
    double mean = 0;
    int visited = 0;
    for (int i = 0; i < offsets.length; i++) {
      if (visits[i] > 0) {
        visited++;
        mean += (offsets[i] - mean) / visited;
      }
    }
    for (int i = 0; i < offsets.length; i++) {
      if (visits[i] > 0) {
        offsets[i] -= (float) mean;
        visits[i] = 1;
      }
    }
    firstLevel += mean;
  }

  /** The level in the first cycle. */
  double level() {
    return firstLevel;
  }

  /** What the season adds to the level in this slot. */
  double offset(long slot) {
    return offsets[bin(slot)];
  }

  /** How much wider deviations scatter because the offset was seen only so often. */
  double uncertainty(long slot) {
    return Math.sqrt(1 + 1.0 / Math.max(1, visits[bin(slot)]));
  }

  /**
   * The mean absolute deviation at this time of the season.
   *
   * @param overall the one at any time, which counts for {@code weight} points
   * @param mostOwn the most points that the time's own deviations count for
   */
  double scatter(long slot, double overall, double weight, double mostOwn) {
    int bin = scatterBin(slot);
    double own = Math.min(scatterVisits[bin], mostOwn);
    return (weight * overall + own * scatter[bin]) / (weight + own);
  }

  /**
   * Learns a deviation up to a limit; what is beyond it, once the next cycle confirms it. So an
   * anomaly leaves no mark, and yet a peak that comes every day is known after its second day.
   *
   * @param deviation from offset and level
   * @param largest the most of it that is learned at once
   * @param absolute the deviation that counts for the scatter
   */
  void learn(long slot, double deviation, double largest, double absolute) {
    int bin = bin(slot);
    double step = Math.max(-largest, Math.min(largest, deviation));
    offsets[bin] += (float) (Math.max(1.0 / (visits[bin] + 1), LEAST_GAIN) * step);
    offsets[bin] += confirmed(slot, bin, (float) (deviation - step));
    visits[bin] = (byte) Math.min(MOST_COUNTED, visits[bin] + 1);
    int around = scatterBin(slot);
    scatterVisits[around] = (byte) Math.min(MOST_COUNTED, scatterVisits[around] + 1);
    double gain = Math.max(1.0 / scatterVisits[around], LEAST_SCATTER_GAIN);
    scatter[around] += (float) (gain * (absolute - scatter[around]));
  }

  /** The part of what is refused that was refused in an earlier cycle, too. */
  private float confirmed(long slot, int bin, float rest) {
    byte cycle = (byte) Math.floor(slot / length);
    float common = common(refused[bin], rest);
    if (cycle == refusedIn[bin]) {
      refused[bin] = common;
      return 0;
    }
    refused[bin] = rest - common;
    refusedIn[bin] = cycle;
    return common;
  }

  /** The smaller of two of the same sign; else zero. */
  private static float common(float a, float b) {
    if (a > 0 && b > 0) {
      return Math.min(a, b);
    }
    return a < 0 && b < 0 ? Math.max(a, b) : 0;
  }

  private int bin(long slot) {
    double since = slot % length;
    since = since < 0 ? since + length : since;
    return Math.min(offsets.length - 1, (int) (since * offsets.length / length));
  }

  private int scatterBin(long slot) {
    return bin(slot) * scatter.length / offsets.length;
  }

  void writeTo(SnapshotWriter writer) {
    writer.putDouble(length);
    writer.putFloats(offsets);
    writer.putBytes(visits);
    writer.putFloats(scatter);
    writer.putBytes(scatterVisits);
    writer.putFloats(refused);
    writer.putBytes(refusedIn);
    writer.putLong(firstSlot);
    writer.putDouble(firstLevel);
    writer.putBoolean(begun);
    writer.putBoolean(complete);
  }

  static SeasonProfile readFrom(SnapshotReader reader) {
    SeasonProfile profile =
        new SeasonProfile(reader.getDouble(), reader.getFloatArray(), reader.getBytes());
    fill(profile.scatter, reader.getFloatArray());
    fill(profile.scatterVisits, reader.getBytes());
    fill(profile.refused, reader.getFloatArray());
    fill(profile.refusedIn, reader.getBytes());
    profile.firstSlot = reader.getLong();
    profile.firstLevel = reader.getDouble();
    profile.begun = reader.getBoolean();
    profile.complete = reader.getBoolean();
    return profile;
  }

  private static void fill(float[] values, float[] saved) {
    System.arraycopy(saved, 0, values, 0, values.length);
  }

  private static void fill(byte[] values, byte[] saved) {
    System.arraycopy(saved, 0, values, 0, values.length);
  }
}
