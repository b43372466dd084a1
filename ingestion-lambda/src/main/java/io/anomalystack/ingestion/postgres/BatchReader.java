package io.anomalystack.ingestion.postgres;

import io.anomalystack.ingestion.Batch;
import io.anomalystack.ingestion.Position;
import io.anomalystack.ingestion.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects rows until there are enough of them. */
final class BatchReader {
  /** So many lie in the driver's memory at once. */
  private static final int FETCHED = 200;

  /** Rows are long or short; what lies in memory is bounded either way. */
  private static final long MOST_BYTES = 8 << 20;

  private final Table table;
  private final int limit;
  private final RowJson json;
  private final List<Row> rows = new ArrayList<>();
  private Optional<Position> last = Optional.empty();
  private long bytes;

  BatchReader(Table table, int limit) {
    this.table = table;
    this.limit = limit;
    this.json = new RowJson(table.fields());
  }

  boolean isFull() {
    return rows.size() >= limit || bytes >= MOST_BYTES;
  }

  void read(Connection connection, Sql sql) throws SQLException {
    int wanted = limit - rows.size();
    try (PreparedStatement statement =
        connection.prepareStatement(sql.text() + " LIMIT " + wanted)) {
      statement.setFetchSize(Math.min(FETCHED, wanted));
      for (int i = 0; i < sql.values().size(); i++) {
        statement.setString(i + 1, sql.values().get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        while (!isFull() && result.next()) {
          add(result);
        }
      }
    }
  }

  /** The columns are those of {@link Table#select}. */
  private void add(ResultSet result) throws SQLException {
    int column = 1;
    final String order = result.getString(column++);
    List<String> key = new ArrayList<>();
    for (int i = 0; i < table.key().size(); i++) {
      key.add(result.getString(column++));
    }
    String[] values = new String[table.fields().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = result.getString(column++);
    }
    byte[] object = json.write(values);
    rows.add(new Row(RowKey.text(key), object, time(values)));
    last = Optional.of(new Position(order, key));
    bytes += object.length;
  }

  private Instant time(String[] values) {
    return table
        .sortedBy()
        .flatMap(
            index ->
                Optional.ofNullable(values[index])
                    .flatMap(text -> table.fields().get(index).instant(text)))
        .orElse(null);
  }

  Batch batch(boolean complete) {
    return new Batch(List.copyOf(rows), last, complete);
  }
}
