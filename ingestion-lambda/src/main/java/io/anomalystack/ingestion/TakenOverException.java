package io.anomalystack.ingestion;

/** Another invocation works on this source now, and nothing of this one will be published. */
public final class TakenOverException extends RuntimeException {
  /** With what the broker said. */
  public TakenOverException(Throwable cause) {
    super("another invocation has taken over this source", cause);
  }
}
