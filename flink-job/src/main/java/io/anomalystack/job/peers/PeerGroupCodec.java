package io.anomalystack.job.peers;

import io.anomalystack.job.types.Texts;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.PeerFinding;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.FieldPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.StringValue;

/**
 * A group of peers as bytes in keyed state: one entry, since all of it changes with every moment.
 * Texts are written once for each series, not for each point.
 */
final class PeerGroupCodec {
  private static final int VERSION = 1;

  private static final int FILLED = 1;
  private static final int PARTIAL = 2;
  private static final int OPEN = 4;
  private static final int HAS_STEP = 8;
  private static final int HAS_EVENT = 16;
  private static final int HAS_FINDING = 32;

  private final DataOutputSerializer out = new DataOutputSerializer(1024);

  byte[] write(PeerGroup group) throws IOException {
    out.clear();
    out.writeByte(VERSION);
    Texts.write(group.detectorName(), out);
    Texts.write(group.measure(), out);
    out.writeLong(group.periodMillis());
    out.writeLong(group.timer);
    out.writeDouble(group.usualSpread.spread);
    out.writeInt(group.usualSpread.moments);
    writeSeries(group);
    out.writeInt(group.waiting.size());
    for (Map.Entry<Long, List<WaitingPoint>> points : group.waiting.entrySet()) {
      out.writeLong(points.getKey());
      out.writeInt(points.getValue().size());
      for (WaitingPoint point : points.getValue()) {
        writePoint(point);
      }
    }
    return out.getCopyOfBuffer();
  }

  /**
   * A group as it was written.
   *
   * @param detector null if it left the detector file
   * @throws IOException if the bytes are of an unknown version
   */
  static PeerGroup read(String key, Detector detector, byte[] bytes) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException(
          "a peer group of version " + version + " cannot be read; this release reads " + VERSION);
    }
    String name = Texts.read(in);
    String measure = Texts.read(in);
    PeerGroup group = new PeerGroup(key, name, measure, in.readLong(), detector);
    group.timer = in.readLong();
    group.usualSpread.spread = in.readDouble();
    group.usualSpread.moments = in.readInt();
    PeerSeries[] series = readSeries(group, in);
    List<String> among =
        detector == null
            ? List.of()
            : detector.peers().among().stream().map(FieldPath::text).toList();
    int ends = in.readInt();
    for (int i = 0; i < ends; i++) {
      long end = in.readLong();
      int points = in.readInt();
      for (int j = 0; j < points; j++) {
        group.add(end, readPoint(series, detector != null, among, in));
      }
    }
    group.changed = false;
    return group;
  }

  /** Those that are forgotten too, as long as points of theirs wait. */
  private void writeSeries(PeerGroup group) throws IOException {
    List<PeerSeries> all = new ArrayList<>(group.series.values());
    for (List<WaitingPoint> points : group.waiting.values()) {
      for (WaitingPoint point : points) {
        if (point.series.forgotten && !all.contains(point.series)) {
          all.add(point.series);
        }
      }
    }
    out.writeInt(group.series.size());
    out.writeInt(all.size());
    for (int i = 0; i < all.size(); i++) {
      PeerSeries series = all.get(i);
      series.index = i;
      Texts.write(series.timeseriesId, out);
      Texts.writeAll(series.dimensions, out);
      out.writeLong(series.latest);
      out.writeBoolean(series.usual != null);
      if (series.usual != null) {
        writeUsual(series.usual);
      }
    }
  }

  private static PeerSeries[] readSeries(PeerGroup group, DataInputView in) throws IOException {
    int alive = in.readInt();
    PeerSeries[] series = new PeerSeries[in.readInt()];
    for (int i = 0; i < series.length; i++) {
      String id = Texts.read(in);
      List<String> values = Texts.readAll(in);
      series[i] = i < alive ? group.begin(id, values) : new PeerSeries(group, id, values);
      series[i].forgotten = i >= alive;
      series[i].latest = in.readLong();
      UsualPlace usual = in.readBoolean() ? readUsual(in) : null;
      if (series[i].usual != null && usual != null) {
        series[i].usual = usual;
      }
    }
    return series;
  }

  private void writeUsual(UsualPlace usual) throws IOException {
    out.writeBoolean(usual.isKnown());
    if (usual.isKnown()) {
      out.writeDouble(usual.place);
      out.writeDouble(usual.spread);
      out.writeInt(usual.astray);
      return;
    }
    out.writeInt(usual.learned);
    for (int i = 0; i < usual.learned; i++) {
      out.writeDouble(usual.first[i]);
    }
  }

  private static UsualPlace readUsual(DataInputView in) throws IOException {
    UsualPlace usual = new UsualPlace();
    if (in.readBoolean()) {
      usual.first = null;
      usual.place = in.readDouble();
      usual.spread = in.readDouble();
      usual.astray = in.readInt();
      return usual;
    }
    int learned = in.readInt();
    for (int i = 0; i < learned; i++) {
      usual.learn(in.readDouble());
    }
    return usual;
  }

  private void writePoint(WaitingPoint point) throws IOException {
    out.writeInt(point.series.index);
    Texts.write(point.kind.name(), out);
    out.writeByte(
        (point.filled ? FILLED : 0)
            | (point.partial ? PARTIAL : 0)
            | (point.open ? OPEN : 0)
            | (point.step != null ? HAS_STEP : 0)
            | (point.event != null ? HAS_EVENT : 0)
            | (point.finding != null ? HAS_FINDING : 0));
    out.writeLong(point.start);
    out.writeDouble(point.value);
    out.writeLong(point.recordTime);
    out.writeLong(point.sequence);
    if (point.step != null) {
      out.writeLong(point.step);
    }
    if (point.event != null) {
      out.writeLong(point.event.silentMillis());
      StringValue.writeString(point.event.notFinite(), out);
    }
    if (point.finding != null) {
      out.writeInt(point.finding.peers());
      out.writeDouble(point.finding.median());
      out.writeDouble(point.finding.spread());
      out.writeDouble(point.finding.deviation());
      out.writeDouble(point.finding.score());
      out.writeBoolean(point.finding.breached());
    }
  }

  private static WaitingPoint readPoint(
      PeerSeries[] series, boolean compares, List<String> among, DataInputView in)
      throws IOException {
    PeerSeries of = series[in.readInt()];
    Point.Kind kind = Point.Kind.valueOf(Texts.read(in));
    int flags = in.readByte();
    WaitingPoint point =
        new WaitingPoint(
            of,
            kind,
            in.readLong(),
            in.readDouble(),
            (flags & FILLED) != 0,
            (flags & PARTIAL) != 0,
            in.readLong(),
            in.readLong(),
            (flags & HAS_STEP) == 0 ? null : (Long) in.readLong(),
            (flags & HAS_EVENT) == 0
                ? null
                : new Point.Event(in.readLong(), StringValue.readString(in)));
    point.open = (flags & OPEN) != 0 && compares;
    if ((flags & HAS_FINDING) != 0) {
      point.finding =
          new PeerFinding(
              among,
              in.readInt(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readBoolean());
    }
    return point;
  }
}
