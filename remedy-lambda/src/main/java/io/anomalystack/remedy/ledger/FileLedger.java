package io.anomalystack.remedy.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
      readAll();
    } catch (IOException e) {
      throw unavailable(e);
    }
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
    file.truncate(end);
    file.position(end);
  }

  /** Takes what is read without writing it again. */
  private final class Replayed extends MemoryLedger {
    @Override
    public synchronized void end(Entry entry) {
      FileLedger.super.end(entry);
    }

    @Override
    public synchronized void release(String remedyId) {
      FileLedger.super.release(remedyId);
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
  public synchronized void release(String remedyId) {
    append(EntryJson.released(remedyId));
    super.release(remedyId);
  }

  private void append(String line) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
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
