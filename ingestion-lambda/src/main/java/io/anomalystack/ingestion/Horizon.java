package io.anomalystack.ingestion;

import java.time.Instant;

/**
 * Up to where a table was looked at.
 *
 * @param position a snapshot of the database ({@code xmin:xmax:list}), or a time in the rows
 * @param at when that was, by the database's clock
 */
public record Horizon(String position, Instant at) {}
