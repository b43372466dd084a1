package io.anomalystack.ingestion;

/** An invocation cannot go on; the message says what to do about it, and holds no secret. */
public class IngestionException extends RuntimeException {
  /** With what is wrong and what would be right. */
  public IngestionException(String message) {
    super(message);
  }

  /** With what is wrong, what would be right, and what it came from. */
  public IngestionException(String message, Throwable cause) {
    super(message, cause);
  }
}
