package io.anomalystack.job.scoring;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Unsigned whole numbers in as few bytes as they need: seven bits each, the lowest first. */
final class VariableLength {
  private static final int SEVEN_BITS = 0x7f;
  private static final int MORE = 0x80;

  private VariableLength() {}

  static void write(long value, DataOutputView out) throws IOException {
    long rest = value;
    while (Long.compareUnsigned(rest, SEVEN_BITS) > 0) {
      out.writeByte((int) ((rest & SEVEN_BITS) | MORE));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  static long read(DataInputView in) throws IOException {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = in.readByte();
      value |= (long) (next & SEVEN_BITS) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }
}
