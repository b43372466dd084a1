package io.anomalystack.local.quality;

import io.anomalystack.local.labels.Label;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What has become better and worse from one run to another, over the same input and labels.
 *
 * @param first before
 * @param second after
 * @param changed the series with other false alarms or found windows than before, or in one run
 *     only; the greatest changes first
 * @param onlyFirst windows that only the first run found
 * @param onlySecond windows that only the second run found
 */
public record Comparison(
    Quality first,
    Quality second,
    List<SeriesChange> changed,
    List<WindowResult> onlyFirst,
    List<WindowResult> onlySecond) {

  /**
   * Compares two runs. Series are the same if detector, measure and dimensions are; where each run
   * has but one detector, it may have another name.
   */
  public static Comparison of(Quality first, Quality second) {
    return new Comparison(
        first,
        second,
        changed(first, second),
        foundOnlyBy(first, second),
        foundOnlyBy(second, first));
  }

  private static List<SeriesChange> changed(Quality first, Quality second) {
    boolean named = detectors(first) > 1 || detectors(second) > 1;
    Function<SeriesQuality, List<Object>> name =
        quality ->
            List.of(
                named ? quality.series().detector() : "",
                quality.series().measure(),
                quality.series().dimensions());
    Map<List<Object>, SeriesQuality> before = new LinkedHashMap<>();
    first.bySeries().forEach(quality -> before.put(name.apply(quality), quality));
    List<SeriesChange> changes = new ArrayList<>();
    for (SeriesQuality quality : second.bySeries()) {
      changes.add(new SeriesChange(before.remove(name.apply(quality)), quality));
    }
    before.values().forEach(quality -> changes.add(new SeriesChange(quality, null)));
    return changes.stream()
        .filter(SeriesChange::isChange)
        .sorted(
            Comparator.comparingLong((SeriesChange change) -> Math.abs(change.mistakes()))
                .reversed())
        .toList();
  }

  private static long detectors(Quality quality) {
    return quality.bySeries().stream().map(series -> series.series().detector()).distinct().count();
  }

  private static List<WindowResult> foundOnlyBy(Quality one, Quality other) {
    Set<Label> foundByOther =
        other.windows(Outcome.FOUND).stream().map(WindowResult::label).collect(Collectors.toSet());
    return one.windows(Outcome.FOUND).stream()
        .filter(window -> !foundByOther.contains(window.label()))
        .toList();
  }
}
