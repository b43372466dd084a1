package io.anomalystack.job.decode;

/** Finds a topic's fields in a record's bytes. */
interface FieldReader {
  /**
   * Fills the fields that a record holds: once for all of it, or, where it holds several points,
   * for one after the other.
   *
   * @param fields cleared
   * @param filled called each time that the fields are filled; only once all bytes are understood
   * @throws UnreadableRecordException if the bytes are no record
   */
  void read(byte[] record, Fields fields, Runnable filled) throws UnreadableRecordException;
}
