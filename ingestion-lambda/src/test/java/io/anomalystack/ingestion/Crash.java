package io.anomalystack.ingestion;

/** The end of a process, as far as its own code can tell. */
final class Crash extends Error {
  Crash(String where) {
    super(where, null, false, false);
  }
}
