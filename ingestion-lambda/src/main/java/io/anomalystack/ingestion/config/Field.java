package io.anomalystack.ingestion.config;

import java.time.ZoneId;
import java.util.Optional;

/**
 * A field of the JSON object that a row becomes.
 *
 * @param name in the object
 * @param column in the table
 * @param zone where a {@code timestamp} or {@code date} is local; empty for all other types
 */
public record Field(String name, String column, Optional<ZoneId> zone) {}
