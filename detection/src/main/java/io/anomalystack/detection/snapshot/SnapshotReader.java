package io.anomalystack.detection.snapshot;

import io.anomalystack.detection.UnreadableSnapshotException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads what a {@link SnapshotWriter} wrote, in the same order. Bytes that end too early are an
 * {@link UnreadableSnapshotException}, as is a length that cannot be right.
 */
public final class SnapshotReader {

  private static final int NULL_LENGTH = -1;

  private final ByteBuffer buffer;

  public SnapshotReader(byte[] bytes) {
    this(ByteBuffer.wrap(bytes));
  }

  SnapshotReader(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  public int getByte() {
    return need(Byte.BYTES).get();
  }

  public boolean getBoolean() {
    return getByte() != 0;
  }

  public int getInt() {
    return need(Integer.BYTES).getInt();
  }

  public long getLong() {
    return need(Long.BYTES).getLong();
  }

  public double getDouble() {
    return need(Double.BYTES).getDouble();
  }

  public String getText() {
    return new String(getBytes(), StandardCharsets.UTF_8);
  }

  /** Null where null was written, here and below. */
  public byte[] getBytes() {
    int length = getLength(Byte.BYTES);
    if (length == NULL_LENGTH) {
      return null;
    }
    byte[] values = new byte[length];
    buffer.get(values);
    return values;
  }

  public int[] getInts() {
    int length = getLength(Integer.BYTES);
    if (length == NULL_LENGTH) {
      return null;
    }
    int[] values = new int[length];
    for (int i = 0; i < length; i++) {
      values[i] = buffer.getInt();
    }
    return values;
  }

  public long[] getLongs() {
    int length = getLength(Long.BYTES);
    if (length == NULL_LENGTH) {
      return null;
    }
    long[] values = new long[length];
    for (int i = 0; i < length; i++) {
      values[i] = buffer.getLong();
    }
    return values;
  }

  /** Big-endian. */
  public byte[] getFloats() {
    int length = getInt();
    byte[] packed = getBytes();
    // Deflating gains at most a factor of about a thousand.
    if (length < 0 || length % Float.BYTES != 0 || length / 2000 > packed.length) {
      throw new UnreadableSnapshotException(
          "Damaged model snapshot: " + length + " bytes of floats at byte " + at());
    }
    return BytePlanes.unpack(packed, length);
  }

  public float[] getFloatArray() {
    ByteBuffer bytes = ByteBuffer.wrap(getFloats());
    float[] values = new float[bytes.remaining() / Float.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.getFloat();
    }
    return values;
  }

  public double[] getDoubles() {
    int length = getLength(Double.BYTES);
    if (length == NULL_LENGTH) {
      return null;
    }
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = buffer.getDouble();
    }
    return values;
  }

  /** Nothing may be left over once everything was read. */
  public void expectEnd() {
    if (buffer.hasRemaining()) {
      throw new UnreadableSnapshotException(
          "Damaged model snapshot: " + buffer.remaining() + " bytes too many");
    }
  }

  private int getLength(int elementBytes) {
    int length = getInt();
    if (length == NULL_LENGTH) {
      return length;
    }
    if (length < 0 || length > buffer.remaining() / elementBytes) {
      throw new UnreadableSnapshotException(
          "Damaged model snapshot: an array of " + length + " elements at byte " + at());
    }
    return length;
  }

  private ByteBuffer need(int bytes) {
    if (buffer.remaining() < bytes) {
      throw new UnreadableSnapshotException("Damaged model snapshot: it ends at byte " + at());
    }
    return buffer;
  }

  private int at() {
    return buffer.position();
  }
}
