package io.anomalystack.local.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Fewer points that look the same: of each of many equal stretches the least and the greatest value
 * and the greatest score. Alerts stay, all of them.
 */
final class Sample {
  private static final int POINTS_PER_STRETCH = 3;

  private Sample() {}

  /**
   * About so many points, in their order, the first and the last included.
   *
   * @param most more than alerts alone are
   */
  static List<PlotPoint> of(List<PlotPoint> points, int most) {
    if (points.size() <= most) {
      return points;
    }
    Set<Integer> kept = new TreeSet<>(List.of(0, points.size() - 1));
    int stretches = Math.max(1, most / POINTS_PER_STRETCH);
    for (int i = 0; i < stretches; i++) {
      int from = (int) ((long) points.size() * i / stretches);
      int to = (int) ((long) points.size() * (i + 1) / stretches);
      keep(points, from, to, kept);
    }
    List<PlotPoint> sample = new ArrayList<>(kept.size());
    kept.forEach(index -> sample.add(points.get(index)));
    return sample;
  }

  private static void keep(List<PlotPoint> points, int from, int to, Set<Integer> kept) {
    int least = from;
    int greatest = from;
    int oddest = from;
    for (int i = from; i < to; i++) {
      PlotPoint point = points.get(i);
      least = point.value() < points.get(least).value() ? i : least;
      greatest = point.value() > points.get(greatest).value() ? i : greatest;
      oddest = point.score() > points.get(oddest).score() ? i : oddest;
      if (point.isAlert()) {
        kept.add(i);
      }
    }
    kept.addAll(List.of(least, greatest, oddest));
  }
}
