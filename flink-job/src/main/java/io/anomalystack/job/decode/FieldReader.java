package io.anomalystack.job.decode;

/** Finds a topic's fields in a record's bytes. */
interface FieldReader {
  /**
   * Fills the fields that the record holds.
   *
   * @param fields cleared
   * @throws UnreadableRecordException if the bytes are no record
   */
  void read(byte[] record, Fields fields) throws UnreadableRecordException;
}
