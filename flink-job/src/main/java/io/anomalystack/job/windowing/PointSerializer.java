package io.anomalystack.job.windowing;

import io.anomalystack.job.types.ImmutableTypeSerializer;
import io.anomalystack.job.types.SimpleTypeInfo;
import io.anomalystack.job.types.Texts;
import io.anomalystack.model.PeerFinding;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Points on the network, written by hand because Flink's reflective serializer for records costs
 * several times as much.
 */
public final class PointSerializer extends ImmutableTypeSerializer<Point> {
  static final PointSerializer INSTANCE = new PointSerializer();

  private static final Point.Kind[] KINDS = Point.Kind.values();

  private static final int FILLED = 1;
  private static final int PARTIAL = 2;
  private static final int HAS_STEP = 4;
  private static final int HAS_EVENT = 8;
  private static final int HAS_PEER = 16;

  public PointSerializer() {
    super(Point.class);
  }

  @Override
  @SuppressWarnings("EnumOrdinal") // on the network between tasks of one release, never in state
  public void serialize(Point point, DataOutputView out) throws IOException {
    out.writeByte(point.kind().ordinal());
    out.writeByte(
        (point.filled() ? FILLED : 0)
            | (point.partial() ? PARTIAL : 0)
            | (point.step() != null ? HAS_STEP : 0)
            | (point.event() != null ? HAS_EVENT : 0)
            | (point.peer() != null ? HAS_PEER : 0));
    Texts.write(point.timeseriesId(), out);
    Texts.write(point.detector(), out);
    Texts.write(point.measure(), out);
    Texts.writeAll(point.dimensions(), out);
    out.writeLong(point.start());
    out.writeLong(point.end());
    out.writeShort(point.values().size());
    for (double value : point.values()) {
      out.writeDouble(value);
    }
    out.writeLong(point.recordTime());
    out.writeLong(point.sequence());
    if (point.step() != null) {
      out.writeLong(point.step());
    }
    if (point.event() != null) {
      out.writeLong(point.event().silentMillis());
      StringValue.writeString(point.event().notFinite(), out);
    }
    if (point.peer() != null) {
      writePeer(point.peer(), out);
    }
  }

  @Override
  public Point deserialize(DataInputView in) throws IOException {
    Point.Kind kind = KINDS[in.readByte()];
    int flags = in.readByte();
    return new Point(
        kind,
        Texts.read(in),
        Texts.read(in),
        Texts.read(in),
        Texts.readAll(in),
        in.readLong(),
        in.readLong(),
        readValues(in),
        (flags & FILLED) != 0,
        (flags & PARTIAL) != 0,
        in.readLong(),
        in.readLong(),
        (flags & HAS_STEP) == 0 ? null : (Long) in.readLong(),
        (flags & HAS_EVENT) == 0
            ? null
            : new Point.Event(in.readLong(), StringValue.readString(in)),
        (flags & HAS_PEER) == 0 ? null : readPeer(in));
  }

  private static List<Double> readValues(DataInputView in) throws IOException {
    int count = in.readShort();
    if (count == 1) {
      return List.of(in.readDouble());
    }
    Double[] values = new Double[count];
    for (int i = 0; i < count; i++) {
      values[i] = in.readDouble();
    }
    return List.of(values);
  }

  private static void writePeer(PeerFinding peer, DataOutputView out) throws IOException {
    Texts.writeAll(peer.among(), out);
    out.writeInt(peer.peers());
    out.writeDouble(peer.median());
    out.writeDouble(peer.spread());
    out.writeDouble(peer.deviation());
    out.writeDouble(peer.score());
    out.writeBoolean(peer.breached());
  }

  private static PeerFinding readPeer(DataInputView in) throws IOException {
    return new PeerFinding(
        Texts.readAll(in),
        in.readInt(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readBoolean());
  }

  @Override
  public TypeSerializerSnapshot<Point> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in a snapshot. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Point> {
    public Snapshot() {
      super(PointSerializer::new);
    }
  }

  /** Lets Flink find the serializer by the type. */
  public static final class Factory extends TypeInfoFactory<Point> {
    @Override
    public TypeInformation<Point> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new SimpleTypeInfo<>(Point.class, INSTANCE);
    }
  }
}
