package io.anomalystack.job.windowing;

import io.anomalystack.job.types.ImmutableTypeSerializer;
import io.anomalystack.job.types.SimpleTypeInfo;
import io.anomalystack.job.types.Texts;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Points on their way to their peers. */
public final class PeerPointSerializer extends ImmutableTypeSerializer<PeerPoint> {
  static final TypeInformation<PeerPoint> TYPE =
      new SimpleTypeInfo<>(PeerPoint.class, new PeerPointSerializer());

  public PeerPointSerializer() {
    super(PeerPoint.class);
  }

  @Override
  public void serialize(PeerPoint point, DataOutputView out) throws IOException {
    Texts.write(point.group(), out);
    PointSerializer.INSTANCE.serialize(point.point(), out);
  }

  @Override
  public PeerPoint deserialize(DataInputView in) throws IOException {
    return new PeerPoint(Texts.read(in), PointSerializer.INSTANCE.deserialize(in));
  }

  @Override
  public TypeSerializerSnapshot<PeerPoint> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in a snapshot. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<PeerPoint> {
    public Snapshot() {
      super(PeerPointSerializer::new);
    }
  }

  /** Lets Flink find the serializer by the type. */
  public static final class Factory extends TypeInfoFactory<PeerPoint> {
    @Override
    public TypeInformation<PeerPoint> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return TYPE;
    }
  }
}
