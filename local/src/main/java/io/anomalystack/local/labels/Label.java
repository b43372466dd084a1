package io.anomalystack.local.labels;

import io.anomalystack.model.Dimension;
import java.util.Map;

/**
 * A window of time in which something is known to be wrong, and where.
 *
 * @param line of the labels file, from 1
 * @param start inclusive, epoch ms
 * @param end exclusive, epoch ms
 * @param detector the only detector that is meant, or null
 * @param measure the only measure that is meant, alone or together with others, or null
 * @param dimensions the only values that are meant, by the dimension's name
 * @param kind what is wrong; empty where the file does not say
 */
public record Label(
    int line,
    long start,
    long end,
    String detector,
    String measure,
    Map<String, String> dimensions,
    String kind) {

  /** Copies the map. */
  public Label {
    dimensions = Map.copyOf(dimensions);
  }

  /**
   * Whether the series is meant: it has no other value in any dimension that the label names. What
   * the label says about dimensions of other detectors is nothing to this series.
   */
  public boolean appliesTo(Series series) {
    return (detector == null || detector.equals(series.detector()))
        && (measure == null || series.watches(measure))
        && series.dimensions().stream().allMatch(this::admits);
  }

  /** Whether the series is meant by name: it is, and the label names each of its dimensions. */
  public boolean names(Series series) {
    return appliesTo(series)
        && series.dimensions().stream()
            .allMatch(dimension -> dimensions.containsKey(dimension.name()));
  }

  /** The same label, said in another line. */
  Label atLine(int other) {
    return new Label(other, start, end, detector, measure, dimensions, kind);
  }

  private boolean admits(Dimension dimension) {
    String value = dimensions.get(dimension.name());
    return value == null || value.equals(dimension.value());
  }
}
