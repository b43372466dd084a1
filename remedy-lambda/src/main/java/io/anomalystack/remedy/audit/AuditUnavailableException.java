package io.anomalystack.remedy.audit;

/** The audit cannot be written now. */
public final class AuditUnavailableException extends RuntimeException {
  /** With the reason. */
  public AuditUnavailableException(String message, Exception cause) {
    super(message, cause);
  }
}
