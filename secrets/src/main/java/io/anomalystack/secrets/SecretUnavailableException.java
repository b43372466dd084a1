package io.anomalystack.secrets;

/** A secret cannot be had; the message says which, why and what to do, and never shows a value. */
public final class SecretUnavailableException extends RuntimeException {
  SecretUnavailableException(SecretReference reference, String problem) {
    super(reference + ": " + problem);
  }
}
