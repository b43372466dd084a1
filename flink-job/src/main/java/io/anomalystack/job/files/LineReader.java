package io.anomalystack.job.files;

import io.anomalystack.job.ingest.RawRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads lines as records. Of an endless line only the beginning is kept: too large all the same.
 */
final class LineReader implements RecordReader {
  /** Well beyond what is accepted, so that a rejected record can say how large it was. */
  static final int MOST_KEPT = 4 << 20;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int end;
  private byte[] line = new byte[512];
  private int length;
  private long index;

  LineReader(InputStream in) {
    this.in = in;
  }

  @Override
  public RawRecord next() throws IOException {
    length = 0;
    boolean begun = false;
    while (at < end || fill()) {
      begun = true;
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      keep(from, at);
      if (at < end) {
        at++;
        return record();
      }
    }
    return begun ? record() : null;
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    return end > 0;
  }

  private void keep(int from, int to) {
    int bytes = Math.min(to - from, MOST_KEPT - length);
    if (length + bytes > line.length) {
      line = Arrays.copyOf(line, Math.max(length + bytes, 2 * line.length));
    }
    System.arraycopy(buffer, from, line, length, bytes);
    length += bytes;
  }

  private RawRecord record() {
    int from = index == 0 && beginsWithByteOrderMark() ? BYTE_ORDER_MARK.length : 0;
    int to = length > from && line[length - 1] == '\r' ? length - 1 : length;
    byte[] value = Arrays.copyOfRange(line, from, to);
    return new RawRecord(0, index++, RawRecord.NO_TIMESTAMP, value);
  }

  /** Some editors begin a file with one; it is no part of its first line. */
  private boolean beginsWithByteOrderMark() {
    return length >= BYTE_ORDER_MARK.length
        && Arrays.equals(line, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, 3);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
