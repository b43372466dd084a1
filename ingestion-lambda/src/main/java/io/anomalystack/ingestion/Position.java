package io.anomalystack.ingestion;

import java.util.List;

/**
 * A row's place among all rows: they are taken in this order.
 *
 * @param order the row's transaction, or its time, as the database writes it
 * @param key its key columns, as the database writes them
 */
public record Position(String order, List<String> key) {
  public Position {
    key = List.copyOf(key);
  }
}
