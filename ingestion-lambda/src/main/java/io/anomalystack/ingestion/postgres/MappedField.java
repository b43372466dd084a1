package io.anomalystack.ingestion.postgres;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A field, and how its column's text is understood.
 *
 * @param zone of the values; UTC where they are instants
 */
record MappedField(String name, String column, Kind kind, ZoneId zone) {
  static MappedField of(String name, String column, Kind kind, Optional<ZoneId> zone) {
    return new MappedField(name, column, kind, zone.orElse(ZoneOffset.UTC));
  }

  /**
   * The instant of a time; empty for those that have none, {@code infinity} and years of more than
   * four digits. A local time that a clock shows twice is the first of the two; one that it skips
   * is as long after the gap's begin as if there were no gap.
   */
  Optional<Instant> instant(String text) {
    try {
      LocalDateTime local =
          kind == Kind.DAY
              ? LocalDate.parse(text).atStartOfDay()
              : LocalDateTime.parse(text.replace(' ', 'T'));
      return Optional.of(local.atZone(zone).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
