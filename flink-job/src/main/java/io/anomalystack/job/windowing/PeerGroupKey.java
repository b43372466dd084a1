package io.anomalystack.job.windowing;

import io.anomalystack.model.Dimension;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.FieldPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What keeps a series' peers apart from other series: the detector, the measure, and the values of
 * the dimensions in which peers do not differ.
 *
 * <p>The key begins with a digest of what a group's state depends on. When that is changed in the
 * detector file, groups begin anew; they would otherwise be read as what they are not.
 */
public final class PeerGroupKey {
  private static final char END_OF_NAME = '\u0001';
  private static final char END_OF_SHAPE = '\u0000';

  private final Map<String, Shape> shapes = new HashMap<>();
  private final Map<String, Detector> detectors = new HashMap<>();

  private record Shape(String text, List<Integer> others) {}

  /** Keys of the points of those detectors that have peers. */
  public PeerGroupKey(List<Detector> detectors) {
    for (Detector detector : detectors) {
      if (detector.peers() == null) {
        continue;
      }
      Shape shape = shape(detector);
      shapes.put(detector.name(), shape);
      this.detectors.put(shape.text, detector);
    }
  }

  private static Shape shape(Detector detector) {
    List<Dimension> parts = new ArrayList<>();
    parts.add(new Dimension("comparison", detector.peers().comparison().name()));
    parts.add(new Dimension("period", Long.toString(detector.period().toMillis())));
    parts.add(new Dimension("each record", Boolean.toString(detector.eachRecord())));
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < detector.dimensions().size(); i++) {
      FieldPath dimension = detector.dimensions().get(i);
      parts.add(new Dimension("dimension " + i, dimension.text()));
      if (!detector.peers().among().contains(dimension)) {
        parts.add(new Dimension("apart " + i, dimension.text()));
        others.add(i);
      }
    }
    long digest = TimeSeriesId.seed(TimeSeriesId.of(detector.name(), "peers", parts));
    return new Shape(
        detector.name() + END_OF_NAME + Long.toHexString(digest) + END_OF_SHAPE,
        List.copyOf(others));
  }

  /**
   * The key of a time series' points; null where its detector has no peers.
   *
   * @param measure the series' measure, see {@link Point#measure}
   * @param dimensions the values, in the detector's order
   */
  public String of(Detector detector, String measure, List<String> dimensions) {
    Shape shape = shapes.get(detector.name());
    if (shape == null) {
      return null;
    }
    StringBuilder key = new StringBuilder(64).append(shape.text);
    append(key, measure);
    for (int other : shape.others) {
      append(key, dimensions.get(other));
    }
    return key.toString();
  }

  /** Length first: no value can pass for two. */
  private static void append(StringBuilder key, String text) {
    key.append(text.length()).append(':').append(text);
  }

  /** The detector whose group has this key; null if the detector is gone, or not what it was. */
  public Detector detector(String key) {
    return detectors.get(key.substring(0, key.indexOf(END_OF_SHAPE) + 1));
  }
}
