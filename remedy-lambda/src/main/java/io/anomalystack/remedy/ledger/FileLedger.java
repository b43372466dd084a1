package io.anomalystack.remedy.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file of this machine, for one process at a time: a line for all that is begun and ended, on the
 * disk before it counts. The limit's count begins anew with the process.
 */
public final class FileLedger extends MemoryLedger {
  private final Path path;
  private final FileChannel file;

  /** Behind the last line that counts. */
  private long end;

  /**
   * Reads what is there, or makes the file.
   *
   * @throws LedgerUnavailableException if it cannot be read
   */
  public FileLedger(Path path) {
    this.path = path;
    try {
      if (path.toAbsolutePath().getParent() != null) {
        Files.createDirectories(path.toAbsolutePath().getParent());
      }
      file =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw unavailable(e);
    }
    try {
      lock();
      readAll();
    } catch (IOException e) {
      close();
      throw unavailable(e);
    }
  }

  /** Two processes would not know what the other has begun. The lock ends with the file. */
  private void lock() throws IOException {
    try {
      if (file.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // As below: it is this process itself.
    }
    throw new IOException("another process has it open, and both would do the same");
  }

  private void readAll() throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      // A line that a crash has cut short was never relied upon.
      end--;
    }
    List<String> lines = new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
    for (String line : lines) {
      EntryJson.read(line, new Replayed());
    }
    this.end = end;
  }

  /** Takes what is read without writing it again. */
  private final class Replayed extends MemoryLedger {
    @Override
    public synchronized void end(Entry entry) {
      FileLedger.super.end(entry);
    }

    @Override
    synchronized void forget(String remedyId) {
      FileLedger.super.forget(remedyId);
    }
  }

  @Override
  public synchronized boolean begin(Entry entry) {
    if (find(entry.remedyId()).isPresent()) {
      return false;
    }
    append(EntryJson.write(entry));
    return super.begin(entry);
  }

  @Override
  public synchronized void end(Entry entry) {
    append(EntryJson.write(entry));
    super.end(entry);
  }

  @Override
  public synchronized void release(Entry entry) {
    if (find(entry.remedyId()).filter(entry::isSameBegin).isPresent()) {
      append(EntryJson.released(entry.remedyId()));
      super.release(entry);
    }
  }

  private void append(String line) {
    try {
      // Over whatever a full disk has left of a line before: that never counted.
      file.truncate(end);
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      long at = end;
      while (bytes.hasRemaining()) {
        at += file.write(bytes, at);
      }
      file.force(true);
      end = at;
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private LedgerUnavailableException unavailable(IOException e) {
    return new LedgerUnavailableException(path + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // All that counts was forced to the disk before.
    }
  }
}
