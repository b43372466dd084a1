package io.anomalystack.job.peers;

/** How far the peers of a group usually lie apart, followed slowly. */
final class UsualSpread {
  /** The weight of a new moment, once there were as many. */
  private static final double RATE = 1.0 / 64;

  /** One moment is not believed to be wider than this many times the usual … */
  private static final double WIDEST = 3;

  /** … of at least as many moments. */
  private static final int LEAST_MOMENTS = 8;

  double spread;
  int moments;

  double spread() {
    return spread;
  }

  void learn(double observed) {
    double believed =
        moments < LEAST_MOMENTS || spread == 0 ? observed : Math.min(observed, WIDEST * spread);
    moments = moments == Integer.MAX_VALUE ? moments : moments + 1;
    spread += Math.max(RATE, 1.0 / moments) * (believed - spread);
  }
}
