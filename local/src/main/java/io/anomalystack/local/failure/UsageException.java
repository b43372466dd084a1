package io.anomalystack.local.failure;

/** The user asked for what cannot be done; the message says what would be right. */
public final class UsageException extends Exception {
  public UsageException(String message) {
    super(message);
  }
}
