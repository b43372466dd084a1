package io.anomalystack.forward.publish;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Records as JSON Lines.
 *
 * @param stream stays open
 */
public record StreamOutput(OutputStream stream) implements RecordOutput {
  @Override
  public void send(String key, byte[] record) throws IOException {
    stream.write(record);
    stream.write('\n');
  }

  @Override
  public void flush() throws IOException {
    stream.flush();
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
