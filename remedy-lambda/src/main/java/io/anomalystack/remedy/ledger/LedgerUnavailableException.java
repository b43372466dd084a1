package io.anomalystack.remedy.ledger;

/** The ledger cannot be read or written now. */
public final class LedgerUnavailableException extends RuntimeException {
  LedgerUnavailableException(String message, Exception cause) {
    super(message, cause);
  }
}
