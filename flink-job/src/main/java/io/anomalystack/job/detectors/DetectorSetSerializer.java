package io.anomalystack.job.detectors;

import io.anomalystack.job.types.ImmutableTypeSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Sets of detectors on the network, between tasks of one release. */
public final class DetectorSetSerializer extends ImmutableTypeSerializer<DetectorSet> {
  public DetectorSetSerializer() {
    super(DetectorSet.class);
  }

  @Override
  public void serialize(DetectorSet set, DataOutputView out) throws IOException {
    byte[] bytes = SavedDetectors.write(set);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Override
  public DetectorSet deserialize(DataInputView in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return SavedDetectors.<DetectorSet>read(bytes)
        .orElseThrow(() -> new IOException("detectors sent by another release"));
  }

  @Override
  public TypeSerializerSnapshot<DetectorSet> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in a snapshot. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<DetectorSet> {
    public Snapshot() {
      super(DetectorSetSerializer::new);
    }
  }
}
