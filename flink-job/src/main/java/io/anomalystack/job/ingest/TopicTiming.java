package io.anomalystack.job.ingest;

import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.Rule;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a topic's detectors say of its event time.
 *
 * @param closings when their periods close
 * @param idleTimeout how long a partition is silent before event time no longer waits for it: as
 *     long as any detector says, but no longer than the silence that any of them watches for
 * @param leapMillis how far ahead a single record is believed, see {@link PartitionClock}
 */
public record TopicTiming(Set<Closing> closings, Duration idleTimeout, long leapMillis)
    implements Serializable {

  /** When a detector's periods close: {@code n * period + lateness}, in ms. */
  record Closing(long period, long lateness) implements Serializable {
    long next(long time) {
      return (Math.floorDiv(time - lateness, period) + 1) * period + lateness;
    }
  }

  /** By a topic's detectors, of which there is at least one. */
  public static TopicTiming of(List<Detector> detectors) {
    Set<Closing> closings =
        detectors.stream()
            .map(d -> new Closing(d.period().toMillis(), d.allowedLateness().toMillis()))
            .collect(Collectors.toUnmodifiableSet());
    return new TopicTiming(closings, idleTimeout(detectors), leapMillis(detectors));
  }

  private static Duration idleTimeout(List<Detector> detectors) {
    Duration longest =
        detectors.stream().map(Detector::idleTimeout).max(Duration::compareTo).orElseThrow();
    return detectors.stream()
        .flatMap(detector -> Rule.shortestSilence(detector.rules()).stream())
        .filter(silence -> silence.compareTo(longest) < 0)
        .min(Duration::compareTo)
        .orElse(longest);
  }

  private static long leapMillis(List<Detector> detectors) {
    return detectors.stream()
        .mapToLong(
            d ->
                Math.max(
                    d.maxFuture().toMillis(),
                    2 * d.period().toMillis() + d.allowedLateness().toMillis()))
        .max()
        .orElseThrow();
  }
}
