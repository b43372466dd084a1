package io.anomalystack.dashboard.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as the lake's queries take them. */
final class SqlTime {
  /** The first and the last instant of the years with four digits, which all engines read. */
  static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();

  static final long LAST = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);

  private SqlTime() {}

  static boolean isKnown(long epochMillis) {
    return epochMillis >= FIRST && epochMillis <= LAST;
  }

  static String timestamp(long epochMillis) {
    return TIMESTAMP.format(Instant.ofEpochMilli(epochMillis));
  }

  /** The day in UTC, as the lake's partitions are called. */
  static String day(long epochMillis) {
    return DAY.format(Instant.ofEpochMilli(epochMillis));
  }
}
