package io.anomalystack.job.decode;

import java.io.Serializable;

/** How records are written; a fresh reader is made for every topic and task. */
public sealed interface RecordFormat extends Serializable {
  /** One JSON object a record. */
  record Json() implements RecordFormat {}

  /**
   * One CSV row a record (RFC 4180).
   *
   * @param header the names of the columns
   */
  record Csv(String[] header) implements RecordFormat {}
}
