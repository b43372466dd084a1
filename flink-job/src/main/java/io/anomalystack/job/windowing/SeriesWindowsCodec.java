package io.anomalystack.job.windowing;

import io.anomalystack.job.ingest.Sample;
import io.anomalystack.job.windowing.Accumulator.Position;
import io.anomalystack.job.windowing.Counters.Standing;
import io.anomalystack.model.detector.Aggregation;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The windows of a series as bytes in keyed state. Bytes, because the operator goes on changing the
 * live object while a checkpoint is written.
 */
final class SeriesWindowsCodec {
  private static final int VERSION = 2;

  /** Before there were rules, steps and counters; still read, so that a job goes on. */
  private static final int BEFORE_RULES = 1;

  /** In place of how many measures are added up. */
  private static final int EACH_RECORD = -1;

  /** In place of what was read instead of a number. */
  private static final int FINITE = -1;

  private final DataOutputSerializer out = new DataOutputSerializer(256);

  /** The whole state of a series' windows. */
  byte[] write(SeriesWindows windows) throws IOException {
    out.clear();
    out.writeByte(VERSION);
    out.writeLong(windows.decidedUntil);
    out.writeLong(windows.lastRecord);
    out.writeLong(windows.heard);
    out.writeBoolean(windows.ended);
    out.writeBoolean(windows.step != null);
    if (windows.step != null) {
      out.writeLong(windows.step);
    }
    out.writeInt(windows.filledInRow);
    out.writeLong(windows.timer);
    out.writeShort(windows.lastValues.length);
    for (int i = 0; i < windows.lastValues.length; i++) {
      out.writeDouble(windows.lastValues[i]);
      out.writeLong(windows.sequences[i]);
      out.writeInt(windows.filledInRowOf[i]);
      writeCounters(windows.counters[i], out);
    }
    out.writeInt(windows.open.size());
    for (OpenPeriod period : windows.open) {
      writePeriod(period, out);
    }
    return out.getCopyOfBuffer();
  }

  /**
   * Windows as they were written.
   *
   * @throws IOException if the bytes are of an unknown version
   */
  SeriesWindows read(byte[] bytes) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    int version = in.readByte();
    if (version == BEFORE_RULES) {
      return readBeforeRules(in);
    }
    if (version != VERSION) {
      throw new IOException(
          "series windows of version "
              + version
              + " cannot be read; this release reads "
              + VERSION);
    }
    long decidedUntil = in.readLong();
    long lastRecord = in.readLong();
    long heard = in.readLong();
    boolean ended = in.readBoolean();
    Long step = in.readBoolean() ? (Long) in.readLong() : null;
    int filledInRow = in.readInt();
    long timer = in.readLong();
    SeriesWindows windows = new SeriesWindows(in.readShort());
    windows.decidedUntil = decidedUntil;
    windows.lastRecord = lastRecord;
    windows.heard = heard;
    windows.ended = ended;
    windows.step = step;
    windows.filledInRow = filledInRow;
    windows.timer = timer;
    for (int i = 0; i < windows.lastValues.length; i++) {
      windows.lastValues[i] = in.readDouble();
      windows.sequences[i] = in.readLong();
      windows.filledInRowOf[i] = in.readInt();
      windows.counters[i] = readCounters(in);
    }
    int open = in.readInt();
    for (int i = 0; i < open; i++) {
      windows.open.add(readPeriod(in));
    }
    return windows;
  }

  private static SeriesWindows readBeforeRules(DataInputView in) throws IOException {
    long decidedUntil = in.readLong();
    long lastRecord = in.readLong();
    int filledInRow = in.readInt();
    long timer = in.readLong();
    SeriesWindows windows = new SeriesWindows(in.readShort());
    windows.decidedUntil = decidedUntil;
    windows.lastRecord = lastRecord;
    windows.filledInRow = filledInRow;
    windows.timer = timer;
    for (int i = 0; i < windows.lastValues.length; i++) {
      windows.lastValues[i] = in.readDouble();
      windows.sequences[i] = in.readLong();
      windows.filledInRowOf[i] = in.readInt();
    }
    int open = in.readInt();
    for (int i = 0; i < open; i++) {
      windows.open.add(readPeriodBeforeRules(in));
    }
    // With open periods it is not known; the first of them to be decided says it.
    windows.heard = open == 0 ? lastRecord : SeriesWindows.NONE;
    return windows;
  }

  private static OpenPeriod readPeriodBeforeRules(DataInputView in) throws IOException {
    long start = in.readLong();
    List<Entry> records = new ArrayList<>();
    Accumulator[] measures = null;
    if (in.readBoolean()) {
      int size = in.readInt();
      for (int i = 0; i < size; i++) {
        records.add(new Entry(readPosition(in), readDoubles(in)));
      }
    } else {
      measures = new Accumulator[in.readShort()];
      for (int i = 0; i < measures.length; i++) {
        measures[i] = readAccumulator(in);
      }
    }
    OpenPeriod period = new OpenPeriod(start, measures);
    // When the records of an aggregate came was not kept: as early as can be.
    period.first = start;
    period.newest = new Position(start, 0, 0, 0);
    for (Entry entry : records) {
      period.add(List.of(), entry);
    }
    return period;
  }

  private static void writePeriod(OpenPeriod period, DataOutputView out) throws IOException {
    out.writeLong(period.start);
    out.writeLong(period.first);
    writePosition(period.newest, out);
    out.writeBoolean(period.ends);
    out.writeBoolean(period.step != null);
    if (period.step != null) {
      out.writeLong(period.step);
      writePosition(period.stepAt, out);
    }
    out.writeInt(period.records.size());
    for (Entry entry : period.records) {
      writeEntry(entry, out);
    }
    out.writeShort(period.measures == null ? EACH_RECORD : period.measures.length);
    for (int i = 0; period.measures != null && i < period.measures.length; i++) {
      writeAccumulator(period.measures[i], out);
      out.writeByte(period.notFinite[i] == null ? FINITE : period.notFinite[i].ordinal());
    }
  }

  private static OpenPeriod readPeriod(DataInputView in) throws IOException {
    long start = in.readLong();
    long first = in.readLong();
    Position newest = readPosition(in);
    boolean ends = in.readBoolean();
    Long step = null;
    Position stepAt = null;
    if (in.readBoolean()) {
      step = in.readLong();
      stepAt = readPosition(in);
    }
    List<Entry> records = new ArrayList<>();
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      records.add(readEntry(in));
    }
    int measures = in.readShort();
    OpenPeriod period =
        new OpenPeriod(start, measures == EACH_RECORD ? null : new Accumulator[measures]);
    period.first = first;
    period.newest = newest;
    period.ends = ends;
    period.step = step;
    period.stepAt = stepAt;
    period.records.addAll(records);
    for (int i = 0; i < measures; i++) {
      period.measures[i] = readAccumulator(in);
      int notFinite = in.readByte();
      period.notFinite[i] = notFinite == FINITE ? null : NotFinite.values()[notFinite];
    }
    return period;
  }

  private static void writeEntry(Entry entry, DataOutputView out) throws IOException {
    writePosition(entry.at(), out);
    writeDoubles(entry.values(), out);
    out.writeLong(entry.step());
    out.writeBoolean(entry.ends());
    out.writeLong(entry.notANumber());
    out.writeBoolean(entry.counter() != null);
    if (entry.counter() != null) {
      out.writeLong(entry.counter().stream());
      out.writeLong(entry.counter().since());
    }
  }

  private static Entry readEntry(DataInputView in) throws IOException {
    return new Entry(
        readPosition(in),
        readDoubles(in),
        in.readLong(),
        in.readBoolean(),
        in.readLong(),
        in.readBoolean() ? new Sample.Counter(in.readLong(), in.readLong()) : null);
  }

  private static void writeCounters(Counters counters, DataOutputView out) throws IOException {
    out.writeInt(counters == null ? 0 : counters.byStream.size());
    if (counters == null) {
      return;
    }
    for (Map.Entry<Long, Standing> each : counters.byStream.entrySet()) {
      out.writeLong(each.getKey());
      writePosition(each.getValue().at(), out);
      out.writeDouble(each.getValue().value());
    }
  }

  private static Counters readCounters(DataInputView in) throws IOException {
    int size = in.readInt();
    if (size == 0) {
      return null;
    }
    Counters counters = new Counters();
    for (int i = 0; i < size; i++) {
      counters.byStream.put(in.readLong(), new Standing(readPosition(in), in.readDouble()));
    }
    return counters;
  }

  private static void writeAccumulator(Accumulator measure, DataOutputView out) throws IOException {
    out.writeUTF(measure.aggregation.name());
    out.writeLong(measure.count);
    out.writeDouble(measure.extreme);
    out.writeBoolean(measure.sum != null);
    if (measure.sum != null) {
      writeDoubles(measure.sum.partials(), out);
      byte[] large = measure.sum.large().unscaledValue().toByteArray();
      out.writeInt(measure.sum.large().scale());
      out.writeInt(large.length);
      out.write(large);
    }
    out.writeBoolean(measure.lastAt != null);
    if (measure.lastAt != null) {
      writePosition(measure.lastAt, out);
    }
  }

  private static Accumulator readAccumulator(DataInputView in) throws IOException {
    Accumulator measure = new Accumulator(Aggregation.valueOf(in.readUTF()));
    measure.count = in.readLong();
    measure.extreme = in.readDouble();
    if (in.readBoolean()) {
      double[] partials = readDoubles(in);
      int scale = in.readInt();
      byte[] large = new byte[in.readInt()];
      in.readFully(large);
      measure.sum = new ExactSum(partials, new BigDecimal(new BigInteger(large), scale));
    }
    if (in.readBoolean()) {
      measure.lastAt = readPosition(in);
    }
    return measure;
  }

  private static void writePosition(Position at, DataOutputView out) throws IOException {
    out.writeLong(at.eventTime());
    out.writeInt(at.nanos());
    out.writeInt(at.partition());
    out.writeLong(at.offset());
  }

  private static Position readPosition(DataInputView in) throws IOException {
    return new Position(in.readLong(), in.readInt(), in.readInt(), in.readLong());
  }

  private static void writeDoubles(double[] values, DataOutputView out) throws IOException {
    out.writeInt(values.length);
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  private static double[] readDoubles(DataInputView in) throws IOException {
    double[] values = new double[in.readInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readDouble();
    }
    return values;
  }
}
