package io.anomalystack.job.windowing;

import io.anomalystack.model.detector.Detector;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.FilterFunction;

/** Tells the points of some detectors from those of all others. */
public final class PointsOf implements FilterFunction<Point> {
  private final Set<String> detectors;
  private final boolean theirs;

  private PointsOf(List<Detector> detectors, boolean theirs) {
    this.detectors = detectors.stream().map(Detector::name).collect(Collectors.toSet());
    this.theirs = theirs;
  }

  /** Lets the points of these detectors through. */
  public static PointsOf only(List<Detector> detectors) {
    return new PointsOf(detectors, true);
  }

  /** Lets all other points through. */
  public static PointsOf allBut(List<Detector> detectors) {
    return new PointsOf(detectors, false);
  }

  @Override
  public boolean filter(Point point) {
    return detectors.contains(point.detector()) == theirs;
  }
}
