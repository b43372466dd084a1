package io.anomalystack.job.ingest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Our clock in front of the wrapped source's own bytes, each with its own version. */
record EventTimeSplitSerializer<S extends SourceSplit>(SimpleVersionedSerializer<S> splits)
    implements SimpleVersionedSerializer<EventTimeSplit<S>> {
  private static final int VERSION = 1;

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
      out.writeInt(splits.getVersion());
      out.write(splits.serialize(split.split()));
    }
    return bytes.toByteArray();
  }

  @Override
  public EventTimeSplit<S> deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "split state of version " + version + " cannot be read; this release reads " + VERSION);
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
    long now = in.readLong();
    long unconfirmed = in.readLong();
    int splitVersion = in.readInt();
    return new EventTimeSplit<>(
        splits.deserialize(splitVersion, in.readAllBytes()), now, unconfirmed);
  }
}
