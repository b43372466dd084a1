package io.anomalystack.notifier;

/** A record that says nothing, now or at any later try. */
final class UnreadableRecordException extends Exception {
  UnreadableRecordException(String problem) {
    super(problem);
  }
}
