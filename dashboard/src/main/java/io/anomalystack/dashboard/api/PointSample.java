package io.anomalystack.dashboard.api;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * As many points as a picture can show: of each stretch the first, the least, the greatest and the
 * one with the highest score, and every point that stands for something.
 */
final class PointSample {
  /** More are not told apart on a screen. */
  static final int MOST = 4_000;

  private static final int KEPT_OF_A_STRETCH = 4;

  private PointSample() {}

  /** All points where there are few; else those that make the picture, in the same order. */
  static List<Point> of(List<Point> points) {
    if (points.size() <= MOST) {
      return points;
    }
    BitSet kept = new BitSet(points.size());
    int stretches = MOST / KEPT_OF_A_STRETCH;
    for (int i = 0; i < stretches; i++) {
      keepExtremes(
          points,
          (int) ((long) points.size() * i / stretches),
          (int) ((long) points.size() * (i + 1) / stretches),
          kept);
    }
    for (int i = 0; i < points.size(); i++) {
      if (points.get(i).stands()) {
        kept.set(i);
      }
    }
    kept.set(points.size() - 1);
    List<Point> sample = new ArrayList<>(kept.cardinality());
    kept.stream().forEach(i -> sample.add(points.get(i)));
    return sample;
  }

  private static void keepExtremes(List<Point> points, int from, int to, BitSet kept) {
    int least = from;
    int greatest = from;
    int oddest = from;
    for (int i = from; i < to; i++) {
      Point point = points.get(i);
      least = point.value() < points.get(least).value() ? i : least;
      greatest = point.value() > points.get(greatest).value() ? i : greatest;
      oddest = point.score() > points.get(oddest).score() ? i : oddest;
    }
    kept.set(from);
    kept.set(least);
    kept.set(greatest);
    kept.set(oddest);
  }
}
