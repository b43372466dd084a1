package io.anomalystack.forward.publish;

import java.io.IOException;

/** Where records go. */
public interface RecordOutput extends AutoCloseable {
  /**
   * Takes a record; it is safe only once {@link #flush} has returned.
   *
   * @param key of the Kafka record; null for none
   */
  void send(String key, byte[] record) throws IOException;

  /** Returns when all that was sent is where it should be; fails if any of it cannot be. */
  void flush() throws IOException;

  @Override
  void close() throws IOException;
}
