package io.anomalystack.ingestion.postgres;

import java.util.Map;
import java.util.Optional;

/** What a column's values become in JSON. */
enum Kind {
  /** A number with the digits that it has; what is no finite number, as text. */
  NUMBER,
  /** True or false. */
  TRUTH,
  /** A string. */
  TEXT,
  /** The value itself. */
  JSON,
  /** An instant, as ISO 8601 in UTC. */
  INSTANT,
  /** A time without a zone: an instant where a zone is given. */
  LOCAL_TIME,
  /** A day without a zone: its beginning where a zone is given. */
  DAY;

  private static final Map<String, Kind> BY_TYPE =
      Map.ofEntries(
          Map.entry("int2", NUMBER),
          Map.entry("int4", NUMBER),
          Map.entry("int8", NUMBER),
          Map.entry("numeric", NUMBER),
          Map.entry("float4", NUMBER),
          Map.entry("float8", NUMBER),
          Map.entry("bool", TRUTH),
          Map.entry("text", TEXT),
          Map.entry("varchar", TEXT),
          Map.entry("bpchar", TEXT),
          Map.entry("name", TEXT),
          Map.entry("citext", TEXT),
          Map.entry("uuid", TEXT),
          Map.entry("enum", TEXT),
          Map.entry("inet", TEXT),
          Map.entry("json", JSON),
          Map.entry("jsonb", JSON),
          Map.entry("timestamptz", INSTANT),
          Map.entry("timestamp", LOCAL_TIME),
          Map.entry("date", DAY));

  /** Empty for a type that has no form in JSON which a detector could read. */
  static Optional<Kind> of(String type) {
    return Optional.ofNullable(BY_TYPE.get(type));
  }

  static String types() {
    return "int2, int4, int8, numeric, float4, float8, bool, text, varchar, char, citext, uuid,"
        + " inet, enums, json, jsonb, timestamptz, timestamp and date";
  }

  boolean isTime() {
    return this == INSTANT || needsZone();
  }

  boolean needsZone() {
    return this == LOCAL_TIME || this == DAY;
  }

  /**
   * A column as text that does not depend on the session's settings. A value that is too long for
   * any message is left out by the database: a gigabyte would not fit into the function's memory.
   */
  String select(String column) {
    return switch (this) {
      case INSTANT -> "(" + column + " AT TIME ZONE 'UTC')::text";
      case TEXT, JSON ->
          "CASE WHEN octet_length(%1$s::text) <= %2$d THEN %1$s::text END"
              .formatted(column, RowJson.MOST_BYTES);
      default -> column + "::text";
    };
  }
}
