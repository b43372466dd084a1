package io.anomalystack.ingestion.config;

import java.time.Duration;

/** How rows are known to be new. */
public sealed interface NewRows {
  /** The column that says when a row came to be. */
  String column();

  /**
   * By the transaction that inserted a row: exactly once, however late that commits.
   *
   * @param column of type {@code xid8}, filled by {@code pg_current_xact_id()}
   */
  record ByTransaction(String column) implements NewRows {}

  /**
   * By a time in the row, for tables without such a column: never twice, but a row that commits
   * later than {@code delay} after its time is never read.
   *
   * @param column of type {@code timestamptz}
   */
  record ByTimestamp(String column, Duration delay) implements NewRows {}
}
