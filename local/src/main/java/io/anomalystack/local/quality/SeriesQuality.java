package io.anomalystack.local.quality;

import io.anomalystack.local.labels.Series;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How well one series is watched.
 *
 * @param series which
 * @param alerts its decisions
 * @param windows those that the labels say of this series by name
 * @param delay of the found ones among them
 * @param threshold its detector's
 * @param learning how many decisions were made while learning
 * @param named what this series itself made of the windows that are said of it by name, in the
 *     order of their start
 * @param shared the same of the windows that apply to it among others
 */
public record SeriesQuality(
    Series series,
    Alerts alerts,
    Windows windows,
    Optional<Delay> delay,
    double threshold,
    long learning,
    List<WindowResult> named,
    List<WindowResult> shared) {

  /** Most mistakes first, false alarms before missed windows, then by name. */
  public static final Comparator<SeriesQuality> WORST_FIRST =
      Comparator.comparingLong(SeriesQuality::mistakes)
          .thenComparingLong(quality -> quality.alerts().wrong())
          .reversed()
          .thenComparing(quality -> quality.series().detector())
          .thenComparing(quality -> quality.series().dimensionText())
          .thenComparing(quality -> quality.series().measure());

  /** False alarms and missed windows. */
  public long mistakes() {
    return alerts.wrong() + windows.missed();
  }
}
