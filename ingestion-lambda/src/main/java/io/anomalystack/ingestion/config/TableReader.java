package io.anomalystack.ingestion.config;

import io.anomalystack.model.config.ConfigNode;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import io.anomalystack.model.config.ZoneReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads which rows of which table become which JSON. */
final class TableReader {
  static final String SCHEMA = "schema";
  static final String TABLE = "table";
  static final String KEY = "key";
  static final String NEW_ROWS = "newRows";
  static final String FIELDS = "fields";
  static final String SORT_BY = "sortBy";

  private static final String TRANSACTION = "transaction";
  private static final String TIMESTAMP = "timestamp";
  private static final String DELAY = "delay";
  private static final String COLUMN = "column";
  private static final String ZONE = "zone";

  private static final Duration LONGEST_DELAY = Duration.ofDays(1);

  private TableReader() {}

  static TableConfig read(Settings settings) {
    List<Field> fields = settings.required(FIELDS).map(TableReader::fields).orElse(List.of());
    return new TableConfig(
        settings.optional(SCHEMA).flatMap(TableReader::identifier).orElse("public"),
        settings.required(TABLE).flatMap(TableReader::identifier).orElse(""),
        settings.required(KEY).map(TableReader::key).orElse(List.of()),
        settings.required(NEW_ROWS).flatMap(TableReader::newRows).orElse(null),
        fields,
        settings.optional(SORT_BY).flatMap(setting -> sortBy(setting, fields)));
  }

  /** Whatever PostgreSQL takes in quotes. */
  private static Optional<String> identifier(Setting setting) {
    return IngestionReader.text(
        setting,
        name -> !name.isEmpty() && name.indexOf('\0') < 0,
        "must be a name in the database");
  }

  private static List<String> key(Setting setting) {
    List<String> columns = new ArrayList<>();
    for (Setting item : setting.oneOrMore()) {
      identifier(item)
          .ifPresent(
              column -> {
                if (columns.contains(column)) {
                  item.report("named twice");
                }
                columns.add(column);
              });
    }
    return List.copyOf(columns);
  }

  private static Optional<NewRows> newRows(Setting setting) {
    Optional<Settings> read = Settings.of(setting, List.of(TRANSACTION, TIMESTAMP, DELAY));
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Settings settings = read.get();
    Optional<Setting> transaction = settings.optional(TRANSACTION);
    Optional<Setting> timestamp = settings.optional(TIMESTAMP);
    if (transaction.isPresent() == timestamp.isPresent()) {
      if (transaction.isPresent() || !settings.hasAny()) {
        setting.report("must be either {transaction: COLUMN} or {timestamp: COLUMN, delay: TIME}");
      }
      return Optional.empty();
    }
    if (transaction.isPresent()) {
      settings
          .optional(DELAY)
          .ifPresent(unused -> unused.report("has a meaning with timestamp only"));
      return transaction.flatMap(TableReader::identifier).map(NewRows.ByTransaction::new);
    }
    Optional<Duration> delay =
        settings.required(DELAY).flatMap(time -> time.duration(Duration.ZERO, LONGEST_DELAY));
    return timestamp
        .flatMap(TableReader::identifier)
        .flatMap(column -> delay.map(time -> new NewRows.ByTimestamp(column, time)));
  }

  private static List<Field> fields(Setting setting) {
    List<Setting.Named> entries = setting.entries().orElse(List.of());
    if (entries.isEmpty() && setting.node() instanceof ConfigNode.Mapping) {
      setting.report("must name at least one field");
    }
    return entries.stream().flatMap(entry -> field(entry).stream()).toList();
  }

  private static Optional<Field> field(Setting.Named entry) {
    if (!(entry.value().node() instanceof ConfigNode.Mapping)) {
      return identifier(entry.value())
          .map(column -> new Field(entry.name(), column, Optional.empty()));
    }
    return Settings.of(entry.value(), List.of(COLUMN, ZONE))
        .flatMap(
            settings -> {
              var zone = settings.optional(ZONE).flatMap(ZoneReader::read);
              return settings
                  .required(COLUMN)
                  .flatMap(TableReader::identifier)
                  .map(column -> new Field(entry.name(), column, zone));
            });
  }

  private static Optional<String> sortBy(Setting setting, List<Field> fields) {
    return IngestionReader.text(
        setting,
        name -> fields.stream().anyMatch(field -> field.name().equals(name)),
        "must be one of the fields");
  }
}
