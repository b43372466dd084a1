package io.anomalystack.local.quality;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How long it took to find windows, from a window's start to the end of the first alert's period.
 *
 * @param median the middle one, or the mean of the two in the middle
 * @param medianPeriods the same in periods
 * @param worst the longest
 * @param worstPeriods the most periods
 */
public record Delay(Duration median, double medianPeriods, Duration worst, long worstPeriods) {
  /** Empty where nothing was found. */
  static Optional<Delay> of(List<WindowResult> results) {
    List<Hit> hits = results.stream().map(WindowResult::hit).filter(Objects::nonNull).toList();
    if (hits.isEmpty()) {
      return Optional.empty();
    }
    List<Duration> times = hits.stream().map(Hit::delay).sorted().toList();
    List<Long> periods =
        hits.stream().map(Hit::delayPeriods).sorted(Comparator.naturalOrder()).toList();
    int middle = hits.size() / 2;
    int other = (hits.size() - 1) / 2;
    return Optional.of(
        new Delay(
            times.get(other).plus(times.get(middle)).dividedBy(2),
            (periods.get(other) + periods.get(middle)) / 2.0,
            times.get(times.size() - 1),
            periods.get(periods.size() - 1)));
  }
}
