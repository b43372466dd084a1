package io.anomalystack.detection;

/** A model snapshot of an unknown version, or a damaged one. */
public final class UnreadableSnapshotException extends RuntimeException {
  public UnreadableSnapshotException(String message, Throwable cause) {
    super(message, cause);
  }

  public UnreadableSnapshotException(String message) {
    super(message);
  }
}
