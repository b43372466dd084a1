package io.anomalystack.job.history;

/**
 * The history that a detector names cannot be read. The message says which and why, so that nobody
 * needs to look for a cause.
 */
public final class HistoryException extends RuntimeException {
  HistoryException(String message) {
    super(message);
  }
}
