package io.anomalystack.job.peers;

import java.util.Arrays;

/**
 * Where a series usually lies among its peers, and how much that varies: what is learned with
 * {@code baseline: own}.
 *
 * <p>The first {@value #LEARNING} moments give a median, so that a wild beginning does not last.
 * From then on it follows slowly what does not stand out. What stands out is not learned, or a
 * disturbed series would become usual; only when it has done so {@value #LASTING} times, less the
 * times that it did not, its place is learned anew, in {@value #LEARNING} moments.
 */
final class UsualPlace {
  static final int LEARNING = 32;
  static final int LASTING = 128;

  /** The weight of a new moment. */
  private static final double RATE = 1.0 / 64;

  /** One moment is not believed to be further off than this many spreads. */
  private static final double FURTHEST = 3;

  /** The standard deviation of a normal distribution in mean absolute deviations: √(π/2). */
  private static final double MEAN_DEVIATIONS = 1.2533;

  /** The first places; null once there are enough. */
  double[] first = new double[0];

  /** How many of the first places there are. */
  int learned;

  double place;
  double spread;
  int astray;

  boolean isKnown() {
    return first == null;
  }

  /** Takes one of the first moments in. */
  void learn(double place) {
    if (learned == first.length) {
      first = Arrays.copyOf(first, Math.max(4, 2 * learned));
    }
    first[learned++] = place;
    if (learned == LEARNING) {
      this.place = Medians.of(first, learned);
      for (int i = 0; i < learned; i++) {
        first[i] -= this.place;
      }
      spread = Medians.spread(first, learned);
      first = null;
    }
  }

  /**
   * Takes a moment in that does not stand out.
   *
   * @param residual how far it lies from the usual place
   * @param scale the spread by which it was judged
   */
  void follow(double residual, double scale) {
    double most = FURTHEST * scale;
    double believed = Math.max(-most, Math.min(most, residual));
    place += RATE * believed;
    spread += RATE * (MEAN_DEVIATIONS * Math.abs(believed) - spread);
    astray = Math.max(0, astray - 1);
  }

  /** Leaves a moment out that stands out, unless there have been too many of these. */
  void leaveOut() {
    if (++astray >= LASTING) {
      first = new double[0];
      learned = 0;
      astray = 0;
    }
  }
}
