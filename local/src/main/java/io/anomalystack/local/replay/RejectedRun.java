package io.anomalystack.local.replay;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A temporary file of rejected records that came in order. */
final class RejectedRun implements AutoCloseable {
  /**
   * Where a rejected record belongs in the output, and its line.
   *
   * @param detector empty where decoding itself failed
   * @param measure empty where the whole record is rejected
   */
  @SuppressWarnings("ArrayRecordComponent") // compareTo looks into it
  record Entry(long offset, String detector, String measure, byte[] json)
      implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int order = Long.compare(offset, other.offset);
      order = order != 0 ? order : detector.compareTo(other.detector);
      order = order != 0 ? order : measure.compareTo(other.measure);
      return order != 0 ? order : Arrays.compare(json, other.json);
    }
  }

  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final DataOutputStream out;
  private DataInputStream in;
  private long unread;
  private Entry last;

  RejectedRun(Path file) throws IOException {
    this.file = file;
    this.out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
  }

  /** Whether an entry may follow what is here. */
  boolean accepts(Entry entry) {
    return last.compareTo(entry) <= 0;
  }

  void append(Entry entry) throws IOException {
    out.writeLong(entry.offset());
    out.writeUTF(entry.detector());
    out.writeUTF(entry.measure());
    out.writeInt(entry.json().length);
    out.write(entry.json());
    unread++;
    last = entry;
  }

  /** The next entry, from the beginning once all are appended; null at the end. */
  Entry next() throws IOException {
    if (in == null) {
      out.close();
      in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
    }
    if (unread == 0) {
      return null;
    }
    unread--;
    long offset = in.readLong();
    String detector = in.readUTF();
    String measure = in.readUTF();
    byte[] json = in.readNBytes(in.readInt());
    return new Entry(offset, detector, measure, json);
  }

  @Override
  public void close() throws IOException {
    out.close();
    if (in != null) {
      in.close();
    }
  }
}
