package io.anomalystack.job.ingest;

import io.anomalystack.job.detectors.SavedDetectors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The detectors in front of the wrapped source's own bytes, each with its own version. */
record EventTimeCheckpointSerializer<C>(SimpleVersionedSerializer<C> splits)
    implements SimpleVersionedSerializer<EventTimeCheckpoint<C>> {
  /** Below this it is a version of the wrapped source's, alone as earlier releases wrote it. */
  private static final int VERSION = 1_000;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(EventTimeCheckpoint<C> checkpoint) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      byte[] detectors =
          checkpoint.detectors() == null
              ? new byte[0]
              : SavedDetectors.write(checkpoint.detectors());
      out.writeInt(detectors.length);
      out.write(detectors);
      out.writeInt(splits.getVersion());
      out.write(splits.serialize(checkpoint.splits()));
    }
    return bytes.toByteArray();
  }

  @Override
  public EventTimeCheckpoint<C> deserialize(int version, byte[] serialized) throws IOException {
    if (version < VERSION) {
      return new EventTimeCheckpoint<>(splits.deserialize(version, serialized), null);
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
    byte[] detectors = in.readNBytes(in.readInt());
    int splitsVersion = in.readInt();
    return new EventTimeCheckpoint<>(
        splits.deserialize(splitsVersion, in.readAllBytes()),
        detectors.length == 0
            ? null
            : SavedDetectors.<AcceptedDetectors>read(detectors).orElse(null));
  }
}
