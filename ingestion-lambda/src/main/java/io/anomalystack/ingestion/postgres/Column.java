package io.anomalystack.ingestion.postgres;

/**
 * A column as the catalogue describes it.
 *
 * @param type its base type's name, such as {@code int4}; {@code enum} for each of those
 * @param written its type as a statement casts to it
 * @param filledBy the expression of its default; empty if there is none
 */
record Column(String name, String type, String written, boolean notNull, String filledBy) {}
