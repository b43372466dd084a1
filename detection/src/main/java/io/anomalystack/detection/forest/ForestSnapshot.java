package io.anomalystack.detection.forest;

import io.anomalystack.detection.UnreadableSnapshotException;
import io.anomalystack.detection.snapshot.SnapshotEnvelope;
import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;

/** The bytes of a whole model. */
final class ForestSnapshot {

  /** "RCF" and a letter for this way of using it. */
  private static final int KIND = 0x52434641;

  /** To be raised with every change of the body, of the library's state included. */
  private static final int VERSION = 2;

  private static final int TYPICAL_BYTES = 1 << 17;

  private ForestSnapshot() {}

  static byte[] write(ForestModel model) {
    SnapshotWriter writer = new SnapshotWriter(TYPICAL_BYTES);
    model.writeTo(writer);
    return SnapshotEnvelope.seal(KIND, VERSION, writer.toBytes());
  }

  static ForestModel read(byte[] snapshot) {
    SnapshotReader reader = SnapshotEnvelope.open(KIND, VERSION, snapshot);
    try {
      ForestModel model = ForestModel.readFrom(reader);
      reader.expectEnd();
      return model;
    } catch (UnreadableSnapshotException e) {
      throw e;
    } catch (RuntimeException e) {
      // The checksum matched, so it was written like this; what the library makes of it is open.
      throw new UnreadableSnapshotException("Damaged model snapshot: " + e.getMessage(), e);
    }
  }
}
