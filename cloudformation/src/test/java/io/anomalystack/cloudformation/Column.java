package io.anomalystack.cloudformation;

/** A column of a table, view or query. */
record Column(String name, ColumnType type) {}
