package io.anomalystack.ingestion.config;

import java.util.List;
import java.util.Optional;

/**
 * What is read: a table into which rows are inserted and never changed. Names are those in the
 * catalogue, of any character, in upper and lower case.
 *
 * @param key the columns by which a row is known among all; no null in any of them
 * @param fields in the order in which they are written
 * @param sortBy the field whose time orders the rows of a batch; empty: the first that is a time
 */
public record TableConfig(
    String schema,
    String name,
    List<String> key,
    NewRows newRows,
    List<Field> fields,
    Optional<String> sortBy) {}
