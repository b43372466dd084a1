package io.anomalystack.job.peers;

import io.anomalystack.job.scoring.Calendars;
import io.anomalystack.model.PeerFinding;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.Direction;
import io.anomalystack.model.detector.FieldPath;
import io.anomalystack.model.detector.Peers;
import io.anomalystack.model.detector.Peers.Baseline;
import io.anomalystack.model.detector.Peers.Comparison;
import java.util.List;

/**
 * Compares the points of one moment: how far each lies from the median of all, in robust spreads of
 * all. It depends on the values alone, not on their order.
 *
 * <p>Places are differences from the median, or with ratios natural logarithms of the share of it.
 * With {@code baseline: own} a series' usual place is taken off first, and then the median of what
 * is left: so neither a moment at which all jump makes one stand out, nor one at which some peers
 * are missing, whose places are all measured from another median then.
 *
 * <p>The spread by which a point is judged is the greatest of that of this moment (of a group in
 * turmoil nobody stands out), the usual one (the group's, or with {@code baseline: own} the series'
 * own: a handful of peers may agree by chance), and {@value #LEAST_SPREAD} of the median.
 */
final class MomentComparison {
  /** Of the median: what is all but equal has no spread of its own to be judged by. */
  private static final double LEAST_SPREAD = 0.001;

  /** No ratio counts as further from 1 than this; zero and what is negative is as far below. */
  private static final double FURTHEST_RATIO = Math.log(1e12);

  /** Room for sums of differences. */
  private static final double FURTHEST_DIFFERENCE = Double.MAX_VALUE / 16;

  /** No deviation is reported beyond this, which no spread at all would make infinite. */
  private static final double MOST_SPREADS = 1_000;

  private static final double TOP_SCORE = 100;
  private static final double SCORE_AT_LIMIT = 70;

  private final Detector detector;
  private final Peers peers;
  private final boolean ratio;
  private final boolean own;
  private final List<String> among;
  private final double scoreHalfway;
  private double[] places = new double[0];
  private double[] sorted = new double[0];

  MomentComparison(Detector detector) {
    this.detector = detector;
    this.peers = detector.peers();
    this.ratio = peers.comparison() == Comparison.RATIO;
    this.own = peers.baseline() == Baseline.OWN;
    this.among = peers.among().stream().map(FieldPath::text).toList();
    this.scoreHalfway = peers.beyond() * (TOP_SCORE - SCORE_AT_LIMIT) / SCORE_AT_LIMIT;
  }

  /** Notes of each point what is found. */
  void compare(List<WaitingPoint> points, UsualSpread usualSpread) {
    int count = points.size();
    if (count < peers.atLeast()) {
      return;
    }
    if (places.length < count) {
      places = new double[2 * count];
      sorted = new double[2 * count];
    }
    double median = median(points);
    if (ratio && !(median > 0)) {
      // Of nothing, nothing is a multiple.
      return;
    }
    for (int i = 0; i < count; i++) {
      places[i] = place(points.get(i).value, median);
    }
    if (own) {
      compareWithUsual(points, median);
    } else {
      compareAlike(points, median, usualSpread);
    }
  }

  private double median(List<WaitingPoint> points) {
    int count = points.size();
    for (int i = 0; i < count; i++) {
      sorted[i] = points.get(i).value;
    }
    double middle = Medians.of(sorted, count);
    double below = sorted[(count - 1) / 2];
    double above = sorted[count / 2];
    return ratio && below != above && below > 0 ? Math.sqrt(below) * Math.sqrt(above) : middle;
  }

  private double place(double value, double median) {
    if (!ratio) {
      double difference = value - median;
      return Math.max(-FURTHEST_DIFFERENCE, Math.min(FURTHEST_DIFFERENCE, difference));
    }
    return value <= 0
        ? -FURTHEST_RATIO
        : Math.max(-FURTHEST_RATIO, Math.min(FURTHEST_RATIO, Math.log(value / median)));
  }

  private void compareAlike(List<WaitingPoint> points, double median, UsualSpread usualSpread) {
    int count = points.size();
    System.arraycopy(places, 0, sorted, 0, count);
    double spread = Medians.spread(sorted, count);
    double judged = Math.max(least(median), Math.max(spread, usualSpread.spread()));
    usualSpread.learn(spread);
    for (int i = 0; i < count; i++) {
      find(points.get(i), count, median, places[i], judged, isKeptOut(points.get(i)));
    }
  }

  private void compareWithUsual(List<WaitingPoint> points, double median) {
    int count = points.size();
    int known = 0;
    for (int i = 0; i < count; i++) {
      UsualPlace usual = points.get(i).series.usual;
      if (usual.isKnown()) {
        sorted[known++] = places[i] - usual.place;
      }
    }
    boolean judges = known >= peers.atLeast();
    double level = judges ? Medians.of(sorted, known) : 0;
    double spread = 0;
    if (judges) {
      for (int i = 0; i < known; i++) {
        sorted[i] -= level;
      }
      spread = Medians.spread(sorted, known);
    }
    for (int i = 0; i < count; i++) {
      WaitingPoint point = points.get(i);
      UsualPlace usual = point.series.usual;
      boolean keptOut = isKeptOut(point);
      if (!usual.isKnown()) {
        if (!keptOut) {
          usual.learn(places[i] - level);
        }
      } else if (judges) {
        double residual = places[i] - usual.place - level;
        double judged = Math.max(least(median), Math.max(spread, usual.spread));
        boolean far = find(point, count, median, residual, judged, keptOut);
        if (far && !keptOut) {
          usual.leaveOut();
        } else if (!keptOut) {
          usual.follow(residual, judged);
        }
      }
    }
  }

  /** The least spread that a point is judged by: with it, the margin is not beyond the limit. */
  private double least(double median) {
    return ratio
        ? Math.max(LEAST_SPREAD, Math.log1p(peers.margin()) / peers.beyond())
        : Math.max(LEAST_SPREAD, peers.margin() / peers.beyond()) * Math.abs(median);
  }

  private boolean isKeptOut(WaitingPoint point) {
    return !detector.calendars().isEmpty()
        && Calendars.covering(detector, point.start, point.end()) != null;
  }

  /** Notes what is found of a point; returns whether it stands out, silenced or not. */
  private boolean find(
      WaitingPoint point,
      int count,
      double median,
      double residual,
      double spread,
      boolean keptOut) {
    double deviation =
        residual == 0 ? 0 : Math.max(-MOST_SPREADS, Math.min(MOST_SPREADS, residual / spread));
    double distance = Math.abs(deviation);
    boolean far = distance > peers.beyond();
    boolean breached = false;
    if (!keptOut) {
      boolean standsOut = far && isHeard(point.series, deviation);
      int evidence = point.series.note(standsOut, peers.of());
      breached = standsOut && evidence >= peers.points();
    }
    point.finding =
        new PeerFinding(
            among,
            count,
            median,
            spread,
            deviation,
            TOP_SCORE * distance / (distance + scoreHalfway),
            breached);
    return far;
  }

  private boolean isHeard(PeerSeries series, double deviation) {
    if (series.direction == null) {
      series.direction = detector.steering(series.dimensions).direction();
    }
    return series.direction == Direction.BOTH
        || (series.direction == Direction.UP) == (deviation > 0);
  }
}
