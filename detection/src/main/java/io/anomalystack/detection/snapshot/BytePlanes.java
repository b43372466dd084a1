package io.anomalystack.detection.snapshot;

import io.anomalystack.detection.UnreadableSnapshotException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compresses arrays of floats of similar size: all first bytes, all second bytes, and so on, then
 * deflated. Sign and exponent nearly vanish, and so do the last digits of round numbers; what is
 * random stays as it is and costs little time at the fastest level.
 */
final class BytePlanes {

  private BytePlanes() {}

  /**
   * @param floats big-endian, a multiple of four bytes
   */
  static byte[] pack(byte[] floats) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(split(floats));
      deflater.finish();
      byte[] packed = new byte[floats.length + floats.length / 100 + 64];
      int length = deflater.deflate(packed);
      return Arrays.copyOf(packed, length);
    } finally {
      deflater.end();
    }
  }

  static byte[] unpack(byte[] packed, int length) {
    Inflater inflater = new Inflater(true);
    try {
      // The inflater wants one byte more than a headerless stream has.
      inflater.setInput(Arrays.copyOf(packed, packed.length + 1));
      byte[] planes = new byte[length];
      if (inflater.inflate(planes) != length) {
        throw new UnreadableSnapshotException("Damaged model snapshot: an array is too short");
      }
      return join(planes);
    } catch (DataFormatException e) {
      throw new UnreadableSnapshotException("Damaged model snapshot: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }

  private static byte[] split(byte[] floats) {
    int count = floats.length / Float.BYTES;
    byte[] planes = new byte[floats.length];
    for (int i = 0; i < floats.length; i++) {
      planes[i % Float.BYTES * count + i / Float.BYTES] = floats[i];
    }
    return planes;
  }

  private static byte[] join(byte[] planes) {
    int count = planes.length / Float.BYTES;
    byte[] floats = new byte[planes.length];
    for (int i = 0; i < planes.length; i++) {
      floats[i] = planes[i % Float.BYTES * count + i / Float.BYTES];
    }
    return floats;
  }
}
