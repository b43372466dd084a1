package io.anomalystack.local.quality;

import io.anomalystack.local.labels.Series;

/**
 * A series in two runs.
 *
 * @param first null where only the second run has it
 * @param second null where only the first run has it
 */
public record SeriesChange(SeriesQuality first, SeriesQuality second) {
  /** Which series; its detector is that of the later run. */
  public Series series() {
    return second == null ? first.series() : second.series();
  }

  /** Whether anything but a delay is other than before. */
  boolean isChange() {
    return first == null
        || second == null
        || first.alerts().wrong() != second.alerts().wrong()
        || !first.windows().equals(second.windows());
  }

  /** How many more mistakes there are; below 0 if it is better now. */
  long mistakes() {
    return (second == null ? 0 : second.mistakes()) - (first == null ? 0 : first.mistakes());
  }
}
