package io.anomalystack.detection.snapshot;

import io.anomalystack.detection.UnreadableSnapshotException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What surrounds the body of every snapshot: four bytes that name the kind, the version of the
 * body, and a CRC32C over kind, version and body, so that damage is found before the body is read.
 */
public final class SnapshotEnvelope {

  private static final int HEADER_BYTES = 3 * Integer.BYTES;
  private static final int CHECKSUM_AT = 2 * Integer.BYTES;

  private SnapshotEnvelope() {}

  public static byte[] seal(int kind, int version, byte[] body) {
    ByteBuffer sealed = ByteBuffer.allocate(HEADER_BYTES + body.length);
    sealed.putInt(kind).putInt(version).putInt(0).put(body);
    sealed.putInt(CHECKSUM_AT, checksum(sealed.array()));
    return sealed.array();
  }

  /**
   * A reader at the start of the body.
   *
   * @param readableVersion the one version that the caller can read
   */
  public static SnapshotReader open(int kind, int readableVersion, byte[] snapshot) {
    if (snapshot.length < HEADER_BYTES) {
      throw new UnreadableSnapshotException(
          "Damaged model snapshot: " + snapshot.length + " bytes are less than its header");
    }
    ByteBuffer buffer = ByteBuffer.wrap(snapshot);
    int kindFound = buffer.getInt();
    if (kindFound != kind) {
      throw new UnreadableSnapshotException(
          String.format(
              "Not a snapshot of this engine: it starts with %08x instead of %08x",
              kindFound, kind));
    }
    int version = buffer.getInt();
    if (version != readableVersion) {
      throw new UnreadableSnapshotException(
          "Model snapshot of version "
              + version
              + "; this release reads version "
              + readableVersion);
    }
    if (buffer.getInt() != checksum(snapshot)) {
      throw new UnreadableSnapshotException("Damaged model snapshot: its checksum does not match");
    }
    return new SnapshotReader(buffer);
  }

  private static int checksum(byte[] sealed) {
    CRC32C crc = new CRC32C();
    crc.update(sealed, 0, CHECKSUM_AT);
    crc.update(sealed, HEADER_BYTES, sealed.length - HEADER_BYTES);
    return (int) crc.getValue();
  }
}
