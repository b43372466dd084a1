package io.anomalystack.job.decode;

import io.anomalystack.model.RejectionReason;

/** Bytes that are no record. Bad input is common, so it carries no stack trace. */
final class UnreadableRecordException extends Exception {
  private final RejectionReason reason;

  UnreadableRecordException(RejectionReason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  RejectionReason reason() {
    return reason;
  }
}
