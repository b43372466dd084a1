package io.anomalystack.local.labels;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Optional;

/**
 * Times as people and programs write them in labels: {@code 2024-08-29 13:35}, with seconds and
 * their fraction if need be, in UTC; or ISO 8601 with an offset.
 */
final class LabelTime {
  static final String FORMS = "'2024-08-29 13:35:00' (UTC) or '2024-08-29T13:35:00Z'";

  private static final DateTimeFormatter UTC =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd")
          .appendLiteral(' ')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  private LabelTime() {}

  /** Empty where the text is no time. */
  static Optional<Instant> parse(String text) {
    try {
      return Optional.of(
          text.indexOf('T') < 0
              ? LocalDateTime.parse(text, UTC).toInstant(ZoneOffset.UTC)
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }
}
