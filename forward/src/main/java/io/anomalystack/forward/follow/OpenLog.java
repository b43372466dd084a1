package io.anomalystack.forward.follow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** A file that is read line by line while it grows, whatever name it has by now. */
final class OpenLog implements AutoCloseable {
  /** Much more than a step has to say, and less than a broker takes. */
  static final int MAX_LINE_BYTES = 512 * 1024;

  private static final int READ_BYTES = 2 * MAX_LINE_BYTES;

  private final FileChannel file;
  private final Object key;
  private long offset;
  private Tail tail;
  private boolean skipping;

  private OpenLog(FileChannel file, Object key) {
    this.file = file;
    this.key = key;
    this.offset = 0;
    this.tail = Tail.EMPTY;
  }

  /** Opens a file at its beginning. */
  static OpenLog open(Path path) throws IOException {
    FileChannel file = FileChannel.open(path);
    try {
      return new OpenLog(file, key(path));
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** What a file has in common with no other at the same time, by whatever name. */
  static Object key(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return attributes.fileKey() == null ? attributes.creationTime() : attributes.fileKey();
  }

  Object key() {
    return key;
  }

  Position position() {
    return new Position(offset, tail.bytes(), tail.sha256());
  }

  /** Goes to a position, if this is the file that it is of. */
  boolean seek(Position position) throws IOException {
    Tail there = new Tail(position.tailBytes(), position.tailSha256());
    if (!there.isBefore(position.offset(), file)) {
      return false;
    }
    offset = position.offset();
    tail = there;
    return true;
  }

  /** Whether what was read is not in the file any more. */
  boolean isRewritten() throws IOException {
    return !tail.isBefore(offset, file);
  }

  /** The file's first line, if it is whole. */
  List<String> firstLine() throws IOException {
    byte[] bytes = read(0, MAX_LINE_BYTES);
    int end = lineEnd(bytes, 0);
    return end < 0 ? List.of() : List.of(text(bytes, 0, end));
  }

  /** The next whole lines that are there, or none. */
  List<Line> lines() throws IOException {
    byte[] bytes = read(offset, READ_BYTES);
    List<Line> lines = new ArrayList<>();
    int start = 0;
    for (int end = lineEnd(bytes, 0); end >= 0; end = lineEnd(bytes, start)) {
      if (!skipping) {
        int shown = Math.min(end, start + MAX_LINE_BYTES);
        lines.add(new Line(text(bytes, start, shown), offset + start == 0, false));
      }
      skipping = false;
      start = end + 1;
    }
    if (start == 0 && bytes.length > MAX_LINE_BYTES) {
      // Cut, it is no record any more: it is counted, and the rest of it passed over.
      if (!skipping) {
        lines.add(new Line(text(bytes, 0, MAX_LINE_BYTES), offset == 0, false));
      }
      skipping = true;
      start = bytes.length;
    }
    moveTo(offset + start);
    return lines;
  }

  /** What is behind the last line's end, once nobody will add to it. */
  List<Line> rest() throws IOException {
    byte[] bytes = read(offset, READ_BYTES);
    boolean first = offset == 0;
    moveTo(offset + bytes.length);
    return bytes.length == 0 || skipping
        ? List.of()
        : List.of(new Line(text(bytes, 0, bytes.length), first, false));
  }

  private void moveTo(long next) throws IOException {
    if (next != offset) {
      offset = next;
      tail = Tail.before(next, file);
    }
  }

  private byte[] read(long from, int most) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(most, Math.max(0, file.size() - from)));
    while (buffer.hasRemaining() && file.read(buffer, from + buffer.position()) >= 0) {
      // Until it is full, or the file has become shorter meanwhile.
    }
    byte[] bytes = new byte[buffer.flip().remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static int lineEnd(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static String text(byte[] bytes, int start, int end) {
    boolean carriageReturn = end > start && bytes[end - 1] == '\r';
    return new String(bytes, start, end - start - (carriageReturn ? 1 : 0), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
