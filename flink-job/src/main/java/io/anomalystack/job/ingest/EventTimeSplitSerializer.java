package io.anomalystack.job.ingest;

import io.anomalystack.job.detectors.DetectorSet;
import io.anomalystack.job.detectors.SavedDetectors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Our clock and detectors in front of the wrapped source's own bytes, each with its own version.
 */
record EventTimeSplitSerializer<S extends SourceSplit>(SimpleVersionedSerializer<S> splits)
    implements SimpleVersionedSerializer<EventTimeSplit<S>> {
  private static final byte[] NONE = {};
  private static final int VERSION = 2;

  /** Its detectors could not change. */
  private static final int WITHOUT_DETECTORS = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(EventTimeSplit<S> split) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(split.now());
      out.writeLong(split.unconfirmed());
      byte[] detectors = split.detectors() == null ? NONE : SavedDetectors.write(split.detectors());
      out.writeInt(detectors.length);
      out.write(detectors);
      out.writeInt(splits.getVersion());
      out.write(splits.serialize(split.split()));
    }
    return bytes.toByteArray();
  }

  @Override
  public EventTimeSplit<S> deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION && version != WITHOUT_DETECTORS) {
      throw new IOException(
          "split state of version " + version + " cannot be read; this release reads " + VERSION);
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
    long now = in.readLong();
    long unconfirmed = in.readLong();
    byte[] detectors = version == WITHOUT_DETECTORS ? NONE : in.readNBytes(in.readInt());
    int splitVersion = in.readInt();
    return new EventTimeSplit<>(
        splits.deserialize(splitVersion, in.readAllBytes()),
        now,
        unconfirmed,
        detectors.length == 0 ? null : SavedDetectors.<DetectorSet>read(detectors).orElse(null));
  }
}
