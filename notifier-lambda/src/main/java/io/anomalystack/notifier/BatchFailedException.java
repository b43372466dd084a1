package io.anomalystack.notifier;

/** Records failed, and the event source takes no answer that names them: all come again. */
final class BatchFailedException extends RuntimeException {
  BatchFailedException(int records) {
    super(records + (records == 1 ? " record" : " records") + " of the batch failed, see the log");
  }
}
