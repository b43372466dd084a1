package io.anomalystack.job.windowing;

import io.anomalystack.job.windowing.Accumulator.Position;
import io.anomalystack.job.windowing.OpenPeriod.Entry;
import io.anomalystack.model.detector.Aggregation;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The windows of a series as bytes in keyed state. Bytes, because the operator goes on changing the
 * live object while a checkpoint is written.
 */
final class SeriesWindowsCodec {
  private static final int VERSION = 1;

  private final DataOutputSerializer out = new DataOutputSerializer(256);

  /** The whole state of a series' windows. */
  byte[] write(SeriesWindows windows) throws IOException {
    out.clear();
    out.writeByte(VERSION);
    out.writeLong(windows.decidedUntil);
    out.writeLong(windows.lastRecord);
    out.writeInt(windows.filledInRow);
    out.writeLong(windows.timer);
    out.writeShort(windows.lastValues.length);
    for (int i = 0; i < windows.lastValues.length; i++) {
      out.writeDouble(windows.lastValues[i]);
      out.writeLong(windows.sequences[i]);
      out.writeInt(windows.filledInRowOf[i]);
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
    if (version != VERSION) {
      throw new IOException(
          "series windows of version "
              + version
              + " cannot be read; this release reads "
              + VERSION);
    }
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
      windows.open.add(readPeriod(in));
    }
    return windows;
  }

  private static void writePeriod(OpenPeriod period, DataOutputView out) throws IOException {
    out.writeLong(period.start);
    out.writeBoolean(period.records != null);
    if (period.records != null) {
      out.writeInt(period.records.size());
      for (Entry entry : period.records) {
        writePosition(entry.at(), out);
        writeDoubles(entry.values(), out);
      }
      return;
    }
    out.writeShort(period.measures.length);
    for (Accumulator measure : period.measures) {
      writeAccumulator(measure, out);
    }
  }

  private static OpenPeriod readPeriod(DataInputView in) throws IOException {
    long start = in.readLong();
    if (in.readBoolean()) {
      int size = in.readInt();
      List<Entry> records = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        records.add(new Entry(readPosition(in), readDoubles(in)));
      }
      return new OpenPeriod(start, null, records);
    }
    Accumulator[] measures = new Accumulator[in.readShort()];
    for (int i = 0; i < measures.length; i++) {
      measures[i] = readAccumulator(in);
    }
    return new OpenPeriod(start, measures, null);
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
