package io.anomalystack.dashboard.follow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A file that others append lines to, read as far as its lines are whole. */
public final class GrowingFile {
  private static final int CHUNK = 1 << 20;

  private final Path file;
  private boolean present;
  private long position;

  /** Nothing is read yet. */
  public GrowingFile(Path file) {
    this.file = file;
  }

  /** Takes what is in the file. */
  public interface Reader {
    /** The file was begun anew: what was taken before is in it no longer. */
    void restart();

    /** A line, without its end, in the order of the file. */
    void take(byte[] line);
  }

  /** Reads the lines that are whole and new; that there is no file yet is no error. */
  public void refresh(Reader reader) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      present = true;
      if (channel.size() < position) {
        position = 0;
        reader.restart();
      }
      while (position < channel.size() && readChunk(channel, reader)) {
        // The rest is read in the same way.
      }
    } catch (NoSuchFileException notYet) {
      present = false;
    }
  }

  /** Whether the file was there when it was last looked for. */
  public boolean isPresent() {
    return present;
  }

  /** Reads what fits into a chunk; returns whether it got further. */
  private boolean readChunk(FileChannel channel, Reader reader) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, channel.size() - position));
    channel.read(chunk, position);
    byte[] bytes = Arrays.copyOf(chunk.array(), chunk.position());
    int begin = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        reader.take(Arrays.copyOfRange(bytes, begin, i));
        begin = i + 1;
      }
    }
    if (begin == 0 && bytes.length == CHUNK) {
      // No line of ours is so long.
      begin = bytes.length;
    }
    position += begin;
    return begin > 0;
  }
}
