package io.anomalystack.job.ingest;

import io.anomalystack.job.types.ImmutableTypeSerializer;
import io.anomalystack.job.types.SimpleTypeInfo;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectionReason;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Rejected records on the network. */
public final class RejectedRecordSerializer extends ImmutableTypeSerializer<RejectedRecord> {
  static final RejectedRecordSerializer INSTANCE = new RejectedRecordSerializer();

  /** The type of a stream of rejected records. */
  public static final TypeInformation<RejectedRecord> TYPE =
      new SimpleTypeInfo<>(RejectedRecord.class, INSTANCE);

  public RejectedRecordSerializer() {
    super(RejectedRecord.class);
  }

  @Override
  public void serialize(RejectedRecord rejected, DataOutputView out) throws IOException {
    StringValue.writeString(rejected.topic(), out);
    out.writeInt(rejected.partition());
    out.writeLong(rejected.offset());
    out.writeLong(rejected.timestamp());
    StringValue.writeString(rejected.detector(), out);
    StringValue.writeString(rejected.measure(), out);
    StringValue.writeString(rejected.reason().name(), out);
    StringValue.writeString(rejected.detail(), out);
    out.writeInt(rejected.payload().length);
    out.write(rejected.payload());
  }

  @Override
  public RejectedRecord deserialize(DataInputView in) throws IOException {
    String topic = StringValue.readString(in);
    int partition = in.readInt();
    long offset = in.readLong();
    long timestamp = in.readLong();
    String detector = StringValue.readString(in);
    String measure = StringValue.readString(in);
    RejectionReason reason = RejectionReason.valueOf(StringValue.readString(in));
    String detail = StringValue.readString(in);
    byte[] payload = new byte[in.readInt()];
    in.readFully(payload);
    return new RejectedRecord(
        topic, partition, offset, timestamp, detector, measure, reason, detail, payload);
  }

  @Override
  public TypeSerializerSnapshot<RejectedRecord> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in a snapshot. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<RejectedRecord> {
    public Snapshot() {
      super(RejectedRecordSerializer::new);
    }
  }
}
