package io.anomalystack.job.ingest;

import io.anomalystack.job.types.ImmutableTypeSerializer;
import io.anomalystack.job.types.SimpleTypeInfo;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Series keys on the network and in state. */
public final class SeriesKeySerializer extends ImmutableTypeSerializer<SeriesKey> {
  static final SeriesKeySerializer INSTANCE = new SeriesKeySerializer();

  /** The type by which Flink keys a stream of samples. */
  public static final TypeInformation<SeriesKey> TYPE =
      new SimpleTypeInfo<>(SeriesKey.class, INSTANCE);

  public SeriesKeySerializer() {
    super(SeriesKey.class);
  }

  @Override
  public void serialize(SeriesKey key, DataOutputView out) throws IOException {
    out.writeInt(key.bucket());
    StringValue.writeString(key.text(), out);
  }

  @Override
  public SeriesKey deserialize(DataInputView in) throws IOException {
    return new SeriesKey(in.readInt(), StringValue.readString(in));
  }

  @Override
  public TypeSerializerSnapshot<SeriesKey> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in a snapshot. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SeriesKey> {
    public Snapshot() {
      super(SeriesKeySerializer::new);
    }
  }
}
