package io.anomalystack.ingestion.postgres;

import io.anomalystack.ingestion.Identity;
import io.anomalystack.ingestion.IngestionException;
import io.anomalystack.ingestion.config.Field;
import io.anomalystack.ingestion.config.NewRows;
import io.anomalystack.ingestion.config.TableConfig;
import io.anomalystack.model.config.Setting;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds the configuration against the table; everything that does not fit is told at once. */
final class TableCheck {
  private static final String CURRENT_TRANSACTION = "pg_current_xact_id()";

  private final TableConfig config;
  private final String table;
  private final List<String> problems = new ArrayList<>();
  private Map<String, Column> columns = Map.of();

  private TableCheck(TableConfig config) {
    this.config = config;
    this.table = Sql.identifier(config.schema()) + "." + Sql.identifier(config.name());
  }

  /**
   * The table, fit to be read.
   *
   * @throws IngestionException with all that is wrong, and the SQL that puts it right
   */
  static Table check(
      Connection connection, TableConfig config, String database, Optional<String> system)
      throws SQLException {
    return new TableCheck(config).check(connection, database, system);
  }

  private Table check(Connection connection, String database, Optional<String> system)
      throws SQLException {
    Catalogue catalogue =
        Catalogue.of(connection, config.schema(), config.name())
            .orElseThrow(
                () ->
                    new IngestionException(
                        "there is no table " + table + " in database '" + database + "'"));
    columns = catalogue.columns();
    Optional<Column> order = order(catalogue);
    List<Column> key = key(catalogue.indexes());
    List<MappedField> fields = fields();
    Optional<Integer> sortedBy = sortedBy(fields);
    if (order.isPresent() && !isIndexed(order.get(), catalogue.indexes())) {
      problems.add(
          "newRows: there is no index that begins with column %1$s and the key, so that each batch would read and sort more than its rows: CREATE INDEX CONCURRENTLY ON %2$s (%1$s, %3$s)"
              .formatted(
                  Sql.identifier(order.get().name()),
                  table,
                  String.join(", ", config.key().stream().map(Sql::identifier).toList())));
    }
    if (!problems.isEmpty()) {
      throw new IngestionException(
          problems.size()
              + (problems.size() == 1 ? " problem" : " problems")
              + " with table "
              + table
              + ":\n  - "
              + String.join("\n  - ", problems));
    }
    String orderedBy =
        (config.newRows() instanceof NewRows.ByTransaction ? "transaction " : "timestamp ")
            + Sql.identifier(order.orElseThrow().name())
            + ", key "
            + String.join(", ", key.stream().map(column -> Sql.identifier(column.name())).toList());
    return new Table(
        new Identity(system, database, table, orderedBy), order.get(), key, fields, sortedBy);
  }

  private Optional<Column> column(String setting, String name) {
    Column column = columns.get(name);
    if (column == null) {
      problems.add(
          setting
              + ": there is no column "
              + Setting.shown(name)
              + "; there are "
              + String.join(", ", columns.keySet()));
    }
    return Optional.ofNullable(column);
  }

  private Optional<Column> order(Catalogue catalogue) throws SQLException {
    Optional<Column> column = column("newRows", config.newRows().column());
    if (column.isEmpty()) {
      return column;
    }
    String type = config.newRows() instanceof NewRows.ByTransaction ? "xid8" : "timestamptz";
    if (!column.get().type().equals(type)) {
      problems.add(
          "newRows: column %s must be of type %s, was %s"
              .formatted(Sql.identifier(column.get().name()), type, column.get().written()));
    } else if (type.equals("xid8")) {
      checkFilled(column.get(), catalogue);
    }
    return column;
  }

  private void checkFilled(Column column, Catalogue catalogue) throws SQLException {
    String alter = "ALTER TABLE " + table + " ALTER COLUMN " + Sql.identifier(column.name());
    if (!column.notNull()) {
      problems.add(
          "newRows: column %s may be null, and such rows would never be read: %s SET NOT NULL"
              .formatted(Sql.identifier(column.name()), alter));
    }
    if (!column.filledBy().equals(CURRENT_TRANSACTION) && !catalogue.fillsByTrigger()) {
      problems.add(
          "newRows: nothing fills column %s with the transaction that inserts: %s SET DEFAULT %s"
              .formatted(Sql.identifier(column.name()), alter, CURRENT_TRANSACTION));
    }
  }

  private List<Column> key(List<Catalogue.Index> indexes) {
    List<Column> key = new ArrayList<>();
    for (String name : config.key()) {
      column("key", name).ifPresent(key::add);
    }
    for (Column column : key) {
      if (!column.notNull()) {
        problems.add("key: column " + Sql.identifier(column.name()) + " may be null");
      }
    }
    if (key.size() == config.key().size()
        && indexes.stream()
            .noneMatch(index -> index.unique() && config.key().containsAll(index.columns()))) {
      problems.add(
          "key: no primary key or unique index makes sure that no two rows share the same "
              + String.join(", ", config.key()));
    }
    return key;
  }

  private List<MappedField> fields() {
    List<MappedField> fields = new ArrayList<>();
    for (Field field : config.fields()) {
      column("fields." + field.name(), field.column())
          .flatMap(column -> mapped(field, column))
          .ifPresent(fields::add);
    }
    return fields;
  }

  private Optional<MappedField> mapped(Field field, Column column) {
    String where = "fields." + field.name() + ": column " + Sql.identifier(column.name());
    Optional<Kind> kind = Kind.of(column.type());
    if (kind.isEmpty()) {
      problems.add(
          where
              + " is of type "
              + column.written()
              + ", which has no form in JSON here; these have: "
              + Kind.types());
      return Optional.empty();
    }
    if (kind.get().needsZone() && field.zone().isEmpty()) {
      problems.add(
          "%s is of type %s, which is an instant only together with a zone: {column: %s, zone: UTC}"
              .formatted(where, column.written(), column.name()));
    }
    if (!kind.get().needsZone() && field.zone().isPresent()) {
      problems.add(where + " is of type " + column.written() + ", which takes no zone");
    }
    return Optional.of(MappedField.of(field.name(), column.name(), kind.get(), field.zone()));
  }

  private Optional<Integer> sortedBy(List<MappedField> fields) {
    for (int i = 0; i < fields.size(); i++) {
      MappedField field = fields.get(i);
      boolean wanted = config.sortBy().map(field.name()::equals).orElse(field.kind().isTime());
      if (wanted && field.kind().isTime()) {
        return Optional.of(i);
      }
    }
    config
        .sortBy()
        .ifPresent(name -> problems.add("sortBy: field " + Setting.shown(name) + " is no time"));
    return Optional.empty();
  }

  /**
   * By the key too: a column that is added to a table holds the same transaction in each row that
   * was there, and a batch of them must not sort all the others.
   */
  private boolean isIndexed(Column order, List<Catalogue.Index> indexes) {
    List<String> wanted = new ArrayList<>(List.of(order.name()));
    wanted.addAll(config.key());
    return indexes.stream()
        .map(Catalogue.Index::columns)
        .anyMatch(
            columns ->
                columns.size() >= wanted.size()
                    && columns.subList(0, wanted.size()).equals(wanted));
  }
}
