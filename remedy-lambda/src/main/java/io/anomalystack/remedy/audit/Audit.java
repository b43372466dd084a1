package io.anomalystack.remedy.audit;

import io.anomalystack.model.RemedyRecord;

/** Where it is written down what was done. */
public interface Audit extends AutoCloseable {
  /**
   * Appends a record, and returns once it is kept.
   *
   * @throws AuditUnavailableException if it cannot be
   */
  void append(RemedyRecord remedy);

  /** Gives connections back; never fails. */
  @Override
  void close();
}
