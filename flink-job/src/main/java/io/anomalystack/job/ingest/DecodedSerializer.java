package io.anomalystack.job.ingest;

import io.anomalystack.job.detectors.DetectorSet;
import io.anomalystack.job.detectors.DetectorSetSerializer;
import io.anomalystack.job.types.ImmutableTypeSerializer;
import io.anomalystack.job.types.SimpleTypeInfo;
import io.anomalystack.model.RejectedRecord;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Decoded records, should the operator behind the source ever not be chained to it. */
public final class DecodedSerializer extends ImmutableTypeSerializer<Decoded> {
  private static final TypeSerializer<List<Sample>> SAMPLES =
      new ListSerializer<>(SampleSerializer.INSTANCE);
  private static final TypeSerializer<List<RejectedRecord>> REJECTED =
      new ListSerializer<>(RejectedRecordSerializer.INSTANCE);
  private static final TypeSerializer<DetectorSet> DETECTORS = new DetectorSetSerializer();

  public DecodedSerializer() {
    super(Decoded.class);
  }

  @Override
  public void serialize(Decoded decoded, DataOutputView out) throws IOException {
    out.writeInt(decoded.partition());
    SAMPLES.serialize(decoded.samples(), out);
    REJECTED.serialize(decoded.rejected(), out);
    out.writeLong(decoded.clock());
    out.writeLong(decoded.newest());
    out.writeBoolean(decoded.detectors() != null);
    if (decoded.detectors() != null) {
      DETECTORS.serialize(decoded.detectors(), out);
    }
  }

  @Override
  public Decoded deserialize(DataInputView in) throws IOException {
    return new Decoded(
        in.readInt(),
        SAMPLES.deserialize(in),
        REJECTED.deserialize(in),
        in.readLong(),
        in.readLong(),
        null,
        in.readBoolean() ? DETECTORS.deserialize(in) : null);
  }

  @Override
  public TypeSerializerSnapshot<Decoded> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in a snapshot. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Decoded> {
    public Snapshot() {
      super(DecodedSerializer::new);
    }
  }

  /** Lets Flink find the serializer by the type. */
  public static final class Factory extends TypeInfoFactory<Decoded> {
    @Override
    public TypeInformation<Decoded> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new SimpleTypeInfo<>(Decoded.class, new DecodedSerializer());
    }
  }
}
