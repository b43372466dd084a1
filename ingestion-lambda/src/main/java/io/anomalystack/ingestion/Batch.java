package io.anomalystack.ingestion;

import java.util.List;
import java.util.Optional;

/**
 * Rows that are published together.
 *
 * @param rows in the order of their positions
 * @param last the last one's position; empty if there is no row
 * @param complete whether no other row is left towards the target
 */
public record Batch(List<Row> rows, Optional<Position> last, boolean complete) {}
