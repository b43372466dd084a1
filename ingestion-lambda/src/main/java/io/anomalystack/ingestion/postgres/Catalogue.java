package io.anomalystack.ingestion.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the database says about a table. */
final class Catalogue {
  /** Of a table of a schema, ordinary or partitioned. */
  private static final String TABLE =
      "SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')";

  /** A domain is what it is a domain of. */
  private static final String COLUMNS =
      "SELECT a.attname, CASE t.typtype WHEN 'e' THEN 'enum' ELSE t.typname END,"
          + " format_type(a.atttypid, a.atttypmod), a.attnotnull,"
          + " coalesce(pg_get_expr(d.adbin, d.adrelid), '')"
          + " FROM pg_attribute a"
          + " JOIN LATERAL (WITH RECURSIVE base AS"
          + "  (SELECT typname, typtype, typbasetype FROM pg_type WHERE oid = a.atttypid"
          + "   UNION ALL SELECT p.typname, p.typtype, p.typbasetype"
          + "   FROM base b JOIN pg_type p ON p.oid = b.typbasetype WHERE b.typtype = 'd')"
          + "  SELECT * FROM base WHERE typtype <> 'd') t ON true"
          + " LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
          + " WHERE a.attrelid = CAST(? AS oid) AND a.attnum > 0 AND NOT a.attisdropped";

  /** Those that hold for all rows, column by column in their order. */
  private static final String INDEXES =
      "SELECT i.indexrelid, i.indisunique, a.attname"
          + " FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY k(attnum, n)"
          + " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum"
          + " WHERE i.indrelid = CAST(? AS oid) AND k.n <= i.indnkeyatts"
          + " AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL"
          + " ORDER BY i.indexrelid, k.n";

  /** Before an insert, for each row: bits 1, 2 and 4 of a trigger's type. */
  private static final String TRIGGERS =
      "SELECT 1 FROM pg_trigger WHERE tgrelid = CAST(? AS oid) AND NOT tgisinternal"
          + " AND (tgtype & 7) = 7 LIMIT 1";

  private final Connection connection;
  private final String oid;

  private Catalogue(Connection connection, String oid) {
    this.connection = connection;
    this.oid = oid;
  }

  /** An index's columns. */
  record Index(boolean unique, List<String> columns) {}

  /** Empty if there is no such table. */
  static Optional<Catalogue> of(Connection connection, String schema, String table)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
      statement.setString(1, schema);
      statement.setString(2, table);
      try (ResultSet result = statement.executeQuery()) {
        return result.next()
            ? Optional.of(new Catalogue(connection, result.getString(1)))
            : Optional.empty();
      }
    }
  }

  /** By their names. */
  Map<String, Column> columns() throws SQLException {
    Map<String, Column> columns = new TreeMap<>();
    try (PreparedStatement statement = prepared(COLUMNS);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        columns.put(
            result.getString(1),
            new Column(
                result.getString(1),
                result.getString(2),
                result.getString(3),
                result.getBoolean(4),
                result.getString(5)));
      }
    }
    return columns;
  }

  List<Index> indexes() throws SQLException {
    Map<String, Index> indexes = new LinkedHashMap<>();
    try (PreparedStatement statement = prepared(INDEXES);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        boolean unique = result.getBoolean(2);
        indexes
            .computeIfAbsent(result.getString(1), id -> new Index(unique, new ArrayList<>()))
            .columns()
            .add(result.getString(3));
      }
    }
    return List.copyOf(indexes.values());
  }

  /** Whether a trigger may fill columns of what is inserted. */
  boolean fillsByTrigger() throws SQLException {
    try (PreparedStatement statement = prepared(TRIGGERS);
        ResultSet result = statement.executeQuery()) {
      return result.next();
    }
  }

  private PreparedStatement prepared(String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, oid);
    return statement;
  }
}
