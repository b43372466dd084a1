package io.anomalystack.job.ingest;

import io.anomalystack.job.types.ImmutableTypeSerializer;
import io.anomalystack.job.types.SimpleTypeInfo;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Samples on the network: the one type that every record passes through, written by hand because
 * Flink's reflective serializer for records costs several times as much.
 */
public final class SampleSerializer extends ImmutableTypeSerializer<Sample> {
  static final SampleSerializer INSTANCE = new SampleSerializer();

  public SampleSerializer() {
    super(Sample.class);
  }

  @Override
  public void serialize(Sample sample, DataOutputView out) throws IOException {
    out.writeShort(sample.detector());
    SeriesKeySerializer.INSTANCE.serialize(sample.key(), out);
    out.writeLong(sample.eventTime());
    out.writeInt(sample.nanos());
    out.writeInt(sample.partition());
    out.writeLong(sample.offset());
    out.writeLong(sample.recordTimestamp());
    out.writeShort(sample.values().length);
    for (double value : sample.values()) {
      out.writeDouble(value);
    }
    out.writeInt(sample.payload().length);
    out.write(sample.payload());
    out.writeLong(sample.step());
    out.writeBoolean(sample.ends());
    out.writeLong(sample.notANumber());
    out.writeBoolean(sample.counter() != null);
    if (sample.counter() != null) {
      out.writeLong(sample.counter().stream());
      out.writeLong(sample.counter().since());
    }
  }

  @Override
  public Sample deserialize(DataInputView in) throws IOException {
    int detector = in.readShort();
    SeriesKey key = SeriesKeySerializer.INSTANCE.deserialize(in);
    long eventTime = in.readLong();
    int nanos = in.readInt();
    int partition = in.readInt();
    long offset = in.readLong();
    long recordTimestamp = in.readLong();
    double[] values = new double[in.readShort()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readDouble();
    }
    byte[] payload = new byte[in.readInt()];
    in.readFully(payload);
    return new Sample(
        detector,
        key,
        eventTime,
        nanos,
        partition,
        offset,
        recordTimestamp,
        values,
        payload,
        in.readLong(),
        in.readBoolean(),
        in.readLong(),
        in.readBoolean() ? new Sample.Counter(in.readLong(), in.readLong()) : null);
  }

  @Override
  public TypeSerializerSnapshot<Sample> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in a snapshot. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Sample> {
    public Snapshot() {
      super(SampleSerializer::new);
    }
  }

  /** Lets Flink find the serializer by the type. */
  public static final class Factory extends TypeInfoFactory<Sample> {
    @Override
    public TypeInformation<Sample> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new SimpleTypeInfo<>(Sample.class, INSTANCE);
    }
  }
}
