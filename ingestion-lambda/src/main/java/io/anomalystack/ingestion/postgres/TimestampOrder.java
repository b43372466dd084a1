package io.anomalystack.ingestion.postgres;

import io.anomalystack.ingestion.Horizon;
import io.anomalystack.ingestion.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Rows by a time in them, all of it by the database's clock. A row that commits later than the
 * delay after its time is behind the horizon when it comes to be seen, and is never read.
 */
final class TimestampOrder implements Order {
  private final Table table;
  private final Duration delay;

  TimestampOrder(Table table, Duration delay) {
    this.table = table;
    this.delay = delay;
  }

  /** Never behind the one before, even if the clock was set back: rows would come twice. */
  @Override
  public Horizon horizon(Connection connection, Optional<Horizon> furthest) throws SQLException {
    Instant settled = DatabaseTime.of(connection).minus(delay);
    Instant before = furthest.map(Horizon::position).map(Instant::parse).orElse(Instant.MIN);
    return settled.isAfter(before) ? new Horizon(settled.toString(), settled) : furthest.get();
  }

  @Override
  public List<Sql> rows(Optional<Horizon> done, Horizon target, Optional<Position> after) {
    Sql sql = new Sql().add(table.select());
    sql.add(" WHERE " + table.order() + " <= CAST(? AS timestamptz)", target.position());
    if (after.isPresent()) {
      // Rows show their times in UTC, but without saying so.
      sql.add(
              " AND ("
                  + table.order()
                  + ", "
                  + table.keyList()
                  + ") > (CAST(? AS timestamp) AT TIME ZONE 'UTC', ",
              after.get().order())
          .add(table.keyPlaces() + ")", after.get().key());
    } else if (done.isPresent()) {
      sql.add(" AND " + table.order() + " > CAST(? AS timestamptz)", done.get().position());
    }
    return List.of(sql.add(" ORDER BY " + table.order() + ", " + table.keyList()));
  }
}
