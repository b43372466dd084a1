package io.anomalystack.ingestion.postgres;

import io.anomalystack.ingestion.Identity;
import java.util.List;
import java.util.Optional;

/**
 * A table as it is read.
 *
 * @param orderColumn which says when a row came to be
 * @param fields in the order in which they are written
 * @param sortedBy the index of the field whose time rows are sorted by
 */
record Table(
    Identity identity,
    Column orderColumn,
    List<Column> key,
    List<MappedField> fields,
    Optional<Integer> sortedBy) {

  /** Everything of a row: its place, its key, its fields. */
  String select() {
    StringBuilder sql = new StringBuilder("SELECT ");
    String place = quoted(orderColumn.name());
    sql.append(
        Kind.of(orderColumn.type()).map(kind -> kind.select(place)).orElse(place + "::text"));
    for (Column column : key) {
      sql.append(", ").append(quoted(column.name())).append("::text");
    }
    for (MappedField field : fields) {
      sql.append(", ").append(field.kind().select(quoted(field.column())));
    }
    return sql.append(" FROM ").append(identity.table()).append(" t").toString();
  }

  /** The column by which rows are told from those that were before. */
  String order() {
    return quoted(orderColumn.name());
  }

  /** The key columns, as a list in SQL. */
  String keyList() {
    return String.join(", ", key.stream().map(column -> quoted(column.name())).toList());
  }

  /** A place for each value of a key. */
  String keyPlaces() {
    return String.join(
        ", ", key.stream().map(column -> "CAST(? AS " + column.written() + ")").toList());
  }

  /**
   * Of the table itself: without it, ORDER BY would mean the text that is selected under the same
   * name, in the order of which 10 comes before 9.
   */
  private static String quoted(String column) {
    return "t." + Sql.identifier(column);
  }
}
