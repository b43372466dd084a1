package io.anomalystack.model.calendar;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Occurrences of an event that do not take place.
 *
 * @param starts when they would have started, in epoch milliseconds
 * @param days local days on which none starts
 */
record Exclusions(Set<Long> starts, Set<LocalDate> days) {
  static Exclusions of(List<Moment> moments) {
    return new Exclusions(
        moments.stream()
            .filter(moment -> !moment.isDate())
            .map(Moment::toEpochMillis)
            .collect(Collectors.toUnmodifiableSet()),
        moments.stream()
            .filter(Moment::isDate)
            .map(moment -> moment.local().toLocalDate())
            .collect(Collectors.toUnmodifiableSet()));
  }

  boolean contains(LocalDateTime local, long startMillis) {
    return starts.contains(startMillis) || days.contains(local.toLocalDate());
  }
}
