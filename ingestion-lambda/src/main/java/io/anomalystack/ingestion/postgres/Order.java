package io.anomalystack.ingestion.postgres;

import io.anomalystack.ingestion.Horizon;
import io.anomalystack.ingestion.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** By what rows are known to be new, and in what order they are taken. */
interface Order {
  /**
   * Up to where a table can be seen in the connection's transaction.
   *
   * @param furthest that was looked up to before; what this returns never lies behind it
   */
  Horizon horizon(Connection connection, Optional<Horizon> furthest) throws SQLException;

  /**
   * Statements that together, one after the other, find the rows between two horizons beyond a
   * position; each returns its rows in order, and all rows of one come before those of the next.
   */
  List<Sql> rows(Optional<Horizon> done, Horizon target, Optional<Position> after);
}
