package io.anomalystack.local.labels;

import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.Measure;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which time series a decision is about.
 *
 * @param id the decision's {@code timeseriesId}
 * @param detector the detector's name
 * @param measure the measure's name; of measures that are judged together, all of them
 * @param dimensions in the detector's order
 */
public record Series(String id, String detector, String measure, List<Dimension> dimensions) {
  /** Between the names of measures that are judged together; none of them contains it. */
  private static final String AND = "+";

  public static Series of(Decision decision) {
    return new Series(
        decision.timeseriesId(),
        decision.detectorName(),
        decision.measure(),
        decision.dimensionList());
  }

  /** What the series of a detector's measures, judged together, is called. */
  public static String jointMeasure(Detector detector) {
    return detector.measures().stream().map(Measure::name).collect(Collectors.joining(AND));
  }

  /** Whether this is the measure, or it is judged together with others here. */
  public boolean watches(String name) {
    return measure.equals(name) || List.of(measure.split(Pattern.quote(AND))).contains(name);
  }

  /** The dimensions as people read them, such as {@code product_name=item-A}. */
  public String dimensionText() {
    return dimensionText(dimensions);
  }

  /** Dimensions as people read them; a dash where there is none. */
  public static String dimensionText(List<Dimension> dimensions) {
    return dimensions.isEmpty()
        ? "-"
        : dimensions.stream()
            .map(dimension -> dimension.name() + "=" + dimension.value())
            .collect(Collectors.joining(", "));
  }
}
