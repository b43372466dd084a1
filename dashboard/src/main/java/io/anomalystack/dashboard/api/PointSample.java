package io.anomalystack.dashboard.api;

import java.util.ArrayList;
import java.util.List;

/**
 * As many points as a picture can show: all where there are few; else of each stretch the first,
 * the least, the greatest and the one with the highest score, every point that stands for
 * something, and the last. Takes the points in the order of time, and keeps no others.
 */
final class PointSample {
  /** More are not told apart on a screen. */
  static final int MOST = 4_000;

  private static final int KEPT_OF_A_STRETCH = 4;

  private final long stretch;
  private final List<Point> kept = new ArrayList<>();
  private final List<Point> pending = new ArrayList<>();
  private int total;
  private Point last;

  /**
   * An empty sample.
   *
   * @param expected how many points are to come, or somewhat more
   */
  PointSample(long expected) {
    int stretches = MOST / KEPT_OF_A_STRETCH;
    stretch = expected <= MOST ? 1 : (expected + stretches - 1) / stretches;
  }

  /** Takes the next point. */
  void add(Point point) {
    if (point == null) {
      return;
    }
    total++;
    last = point;
    pending.add(point);
    if (pending.size() >= stretch) {
      keep();
    }
  }

  /** How many points it has taken. */
  int total() {
    return total;
  }

  /** The points that make the picture, in their order. */
  List<Point> points() {
    keep();
    if (last != null && kept.get(kept.size() - 1) != last) {
      kept.add(last);
    }
    return kept;
  }

  private void keep() {
    if (pending.isEmpty()) {
      return;
    }
    Point least = pending.get(0);
    Point greatest = least;
    Point oddest = least;
    for (Point point : pending) {
      least = point.value() < least.value() ? point : least;
      greatest = point.value() > greatest.value() ? point : greatest;
      oddest = point.score() > oddest.score() ? point : oddest;
    }
    for (int i = 0; i < pending.size(); i++) {
      Point point = pending.get(i);
      if (i == 0 || point == least || point == greatest || point == oddest || point.stands()) {
        kept.add(point);
      }
    }
    pending.clear();
  }
}
