package io.anomalystack.forward.follow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The digest of the bytes before a place in a file.
 *
 * @param bytes how many
 */
record Tail(int bytes, String sha256) {
  /** A few lines: with their times and losses they are in no other file. */
  static final int MOST_BYTES = 1024;

  static final Tail EMPTY = new Tail(0, digest(ByteBuffer.allocate(0)));

  /** That before an offset of a file that is at least so long. */
  static Tail before(long offset, FileChannel file) throws IOException {
    return read(offset, (int) Math.min(MOST_BYTES, offset), file);
  }

  /** Whether a file holds this before an offset. */
  boolean isBefore(long offset, FileChannel file) throws IOException {
    return file.size() >= offset && equals(read(offset, bytes, file));
  }

  private static Tail read(long offset, int bytes, FileChannel file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining() && file.read(buffer, offset - bytes + buffer.position()) >= 0) {
      // Until it is full, or the file has become shorter meanwhile.
    }
    return new Tail(bytes, digest(buffer.flip()));
  }

  private static String digest(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
