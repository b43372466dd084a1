package io.anomalystack.detection.snapshot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the parts of a snapshot, big-endian, one after the other. Arrays carry their length. */
public final class SnapshotWriter {

  private static final int NULL_LENGTH = -1;

  private ByteBuffer buffer;

  /**
   * @param expectedBytes a guess; the buffer grows when it was too low
   */
  public SnapshotWriter(int expectedBytes) {
    buffer = ByteBuffer.allocate(Math.max(16, expectedBytes));
  }

  public void putByte(int value) {
    room(Byte.BYTES).put((byte) value);
  }

  public void putBoolean(boolean value) {
    putByte(value ? 1 : 0);
  }

  public void putInt(int value) {
    room(Integer.BYTES).putInt(value);
  }

  public void putLong(long value) {
    room(Long.BYTES).putLong(value);
  }

  public void putDouble(double value) {
    room(Double.BYTES).putDouble(value);
  }

  /** The name of an enum constant, or any other short text. */
  public void putText(String value) {
    putBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Null is kept apart from an empty array, here and below. */
  public void putBytes(byte[] values) {
    if (putLength(values == null ? NULL_LENGTH : values.length)) {
      room(values.length).put(values);
    }
  }

  public void putInts(int[] values) {
    if (putLength(values == null ? NULL_LENGTH : values.length)) {
      ByteBuffer target = room(values.length * Integer.BYTES);
      for (int value : values) {
        target.putInt(value);
      }
    }
  }

  public void putLongs(long[] values) {
    if (putLength(values == null ? NULL_LENGTH : values.length)) {
      ByteBuffer target = room(values.length * Long.BYTES);
      for (long value : values) {
        target.putLong(value);
      }
    }
  }

  /**
   * Floats of similar size, compressed.
   *
   * @param values big-endian, a multiple of four bytes
   */
  public void putFloats(byte[] values) {
    putInt(values.length);
    putBytes(BytePlanes.pack(values));
  }

  /** Floats of similar size, compressed. */
  public void putFloats(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    for (float value : values) {
      bytes.putFloat(value);
    }
    putFloats(bytes.array());
  }

  public void putDoubles(double[] values) {
    if (putLength(values == null ? NULL_LENGTH : values.length)) {
      ByteBuffer target = room(values.length * Double.BYTES);
      for (double value : values) {
        target.putDouble(value);
      }
    }
  }

  public byte[] toBytes() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private boolean putLength(int length) {
    putInt(length);
    return length != NULL_LENGTH;
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int capacity = Math.max(2 * buffer.capacity(), buffer.position() + bytes);
      buffer = ByteBuffer.allocate(capacity).put(buffer.array(), 0, buffer.position());
    }
    return buffer;
  }
}
