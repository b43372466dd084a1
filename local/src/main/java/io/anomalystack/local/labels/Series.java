package io.anomalystack.local.labels;

import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which time series a decision is about.
 *
 * @param id the decision's {@code timeseriesId}
 * @param detector the detector's name
 * @param measure the measure's name
 * @param dimensions in the detector's order
 */
public record Series(String id, String detector, String measure, List<Dimension> dimensions) {
  public static Series of(Decision decision) {
    return new Series(
        decision.timeseriesId(),
        decision.detectorName(),
        decision.measure(),
        decision.dimensionList());
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
