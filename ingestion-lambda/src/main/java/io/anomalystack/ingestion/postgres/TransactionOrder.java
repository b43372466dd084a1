package io.anomalystack.ingestion.postgres;

import io.anomalystack.ingestion.Horizon;
import io.anomalystack.ingestion.IngestionException;
import io.anomalystack.ingestion.Position;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows by the transaction that inserted them. New are those that a snapshot sees and the one before
 * did not: those of transactions that were in progress then, however long ago they began, and those
 * of transactions that had not begun.
 */
final class TransactionOrder implements Order {
  private final Table table;

  TransactionOrder(Table table) {
    this.table = table;
  }

  @Override
  public Horizon horizon(Connection connection, Optional<Horizon> furthest) throws SQLException {
    Horizon now = new Horizon(currentSnapshot(connection), DatabaseTime.of(connection));
    refuseOlderDatabase(now, furthest);
    refuseRowsOfTheFuture(connection, now);
    return now;
  }

  private static String currentSnapshot(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT pg_current_snapshot()::text");
        ResultSet result = statement.executeQuery()) {
      result.next();
      return result.getString(1);
    }
  }

  private static void refuseOlderDatabase(Horizon now, Optional<Horizon> furthest) {
    if (furthest.isPresent()
        && Snapshot.parse(now.position())
                .xmax()
                .compareTo(Snapshot.parse(furthest.get().position()).xmax())
            < 0) {
      throw new IngestionException(
          "this database is older than what was published from it: it is at transaction "
              + Snapshot.parse(now.position()).xmax()
              + ", but the progress of "
              + furthest.get().at()
              + " at "
              + Snapshot.parse(furthest.get().position()).xmax()
              + ". If it was restored from a backup, give the source another name, with start:"
              + " latest to publish what comes from now on, or start: earliest to publish every row"
              + " again");
    }
  }

  /** Those of a dump that was loaded into another cluster; they would be found new much later. */
  private void refuseRowsOfTheFuture(Connection connection, Horizon now) throws SQLException {
    String sql =
        "SELECT 1 FROM "
            + table.identity().table()
            + " t WHERE "
            + table.order()
            + " >= CAST(? AS xid8) LIMIT 1";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, Snapshot.parse(now.position()).xmax().toString());
      try (ResultSet result = statement.executeQuery()) {
        if (result.next()) {
          throw new IngestionException(
              ("rows of %1$s are of transactions that this database has not reached, as after loading"
                      + " a dump of another one. Say that they are new here: UPDATE %1$s SET %2$s ="
                      + " pg_current_xact_id() WHERE %2$s >= '%3$s'; and give the source another"
                      + " name")
                  .formatted(
                      table.identity().table(),
                      Sql.identifier(table.orderColumn().name()),
                      Snapshot.parse(now.position()).xmax()));
        }
      }
    }
  }

  @Override
  public List<Sql> rows(Optional<Horizon> done, Horizon target, Optional<Position> after) {
    Snapshot to = Snapshot.parse(target.position());
    Optional<BigInteger> last = after.map(position -> new BigInteger(position.order()));
    List<Sql> statements = new ArrayList<>();
    BigInteger from = BigInteger.ZERO;
    if (done.isPresent()) {
      Snapshot before = Snapshot.parse(done.get().position());
      from = before.xmax();
      for (BigInteger ended : before.endedBefore(to)) {
        if (last.isEmpty() || ended.compareTo(last.get()) >= 0) {
          statements.add(ofOne(ended, after.filter(position -> ended.equals(last.get()))));
        }
      }
    }
    BigInteger begin = from;
    statements.add(from(begin, target, after.filter(x -> last.get().compareTo(begin) >= 0)));
    return statements;
  }

  private Sql ofOne(BigInteger transaction, Optional<Position> after) {
    Sql sql =
        new Sql()
            .add(table.select())
            .add(" WHERE " + table.order() + " = CAST(? AS xid8)", transaction.toString());
    after.ifPresent(
        position ->
            sql.add(
                " AND (" + table.keyList() + ") > (" + table.keyPlaces() + ")", position.key()));
    return sql.add(" ORDER BY " + table.keyList());
  }

  private Sql from(BigInteger begin, Horizon target, Optional<Position> after) {
    Sql sql = new Sql().add(table.select());
    if (after.isPresent()) {
      sql.add(" WHERE (" + table.order() + ", " + table.keyList() + ")")
          .add(" > (CAST(? AS xid8), ", after.get().order())
          .add(table.keyPlaces() + ")", after.get().key());
    } else {
      sql.add(" WHERE " + table.order() + " >= CAST(? AS xid8)", begin.toString());
    }
    return sql.add(
            " AND " + table.order() + " < pg_snapshot_xmax(CAST(? AS pg_snapshot))",
            target.position())
        .add(
            " AND pg_visible_in_snapshot(" + table.order() + ", CAST(? AS pg_snapshot))",
            target.position())
        .add(" ORDER BY " + table.order() + ", " + table.keyList());
  }
}
