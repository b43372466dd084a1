package io.anomalystack.local.quality;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How many labelled windows could be found, and were.
 *
 * @param counted those that could be
 * @param found those among them with an alert inside or shortly behind
 */
public record Windows(long counted, long found) {
  public long missed() {
    return counted - found;
  }

  /** The share of the windows that were found; empty where there is no window. */
  public OptionalDouble recall() {
    return Ratio.of(found, counted);
  }

  static Windows of(List<WindowResult> results) {
    return new Windows(
        results.stream().filter(result -> result.outcome().counts()).count(),
        results.stream().filter(result -> result.outcome() == Outcome.FOUND).count());
  }
}
