package io.anomalystack.local.failure;

/** Something failed while running, and the message says all that a user needs to know. */
public final class RunFailedException extends Exception {
  public RunFailedException(String message) {
    super(message);
  }

  /** With what a maintainer would like to know, for the log. */
  public RunFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
