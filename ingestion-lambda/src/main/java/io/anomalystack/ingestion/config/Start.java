package io.anomalystack.ingestion.config;

/** Where a source begins that has no progress yet. */
public enum Start {
  /** With all rows that are in the table. */
  EARLIEST,
  /** With the rows that come after its first run. */
  LATEST
}
