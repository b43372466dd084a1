package io.anomalystack.ingestion;

import java.util.Optional;

/**
 * What a progress is of; that of anything else says nothing.
 *
 * @param system the identifier that a PostgreSQL cluster is given when it is made; empty where it
 *     is not to be had
 * @param database its name
 * @param table with its schema, quoted
 * @param order the columns by which rows are told from those that were before, quoted
 */
public record Identity(Optional<String> system, String database, String table, String order) {
  /** Whether it may be the same, as far as is known of both. */
  boolean mayBe(Identity other) {
    return database.equals(other.database)
        && table.equals(other.table)
        && order.equals(other.order)
        && (system.isEmpty() || other.system.isEmpty() || system.equals(other.system));
  }
}
