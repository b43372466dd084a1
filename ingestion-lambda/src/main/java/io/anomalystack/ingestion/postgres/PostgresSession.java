package io.anomalystack.ingestion.postgres;

import io.anomalystack.ingestion.Batch;
import io.anomalystack.ingestion.Horizon;
import io.anomalystack.ingestion.Identity;
import io.anomalystack.ingestion.Position;
import io.anomalystack.ingestion.Source;
import io.anomalystack.ingestion.config.NewRows;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** A table, read over one connection. */
final class PostgresSession implements Source.Session {
  private final PostgresTransaction transaction;
  private final Table table;
  private final Order order;
  private final Set<String> formerly;

  PostgresSession(
      PostgresTransaction transaction, Table table, NewRows newRows, Set<String> formerly) {
    this.transaction = transaction;
    this.table = table;
    this.formerly = formerly;
    this.order =
        newRows instanceof NewRows.ByTimestamp byTimestamp
            ? new TimestampOrder(table, byTimestamp.delay())
            : new TransactionOrder(table);
  }

  @Override
  public Identity identity() {
    return table.identity();
  }

  @Override
  public boolean continues(String system) {
    return formerly.contains(system);
  }

  @Override
  public Horizon horizon(Optional<Horizon> furthest) {
    return transaction.read(
        "looking how far it is", () -> order.horizon(transaction.connection(), furthest));
  }

  @Override
  public Batch read(Optional<Horizon> done, Horizon target, Optional<Position> after, int limit) {
    return transaction.read(
        "reading rows of " + table.identity().table(),
        () -> readAll(done, target, after, new BatchReader(table, limit)));
  }

  private Batch readAll(
      Optional<Horizon> done, Horizon target, Optional<Position> after, BatchReader reader)
      throws SQLException {
    for (Sql statement : order.rows(done, target, after)) {
      reader.read(transaction.connection(), statement);
      if (reader.isFull()) {
        return reader.batch(false);
      }
    }
    return reader.batch(true);
  }

  @Override
  public void close() {
    transaction.close();
  }
}
