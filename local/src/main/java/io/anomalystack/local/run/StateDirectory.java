package io.anomalystack.local.run;

import io.anomalystack.embedded.Scratch;
import io.anomalystack.local.failure.UsageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a run keeps its checkpoints, so that the next one goes on where it stopped. */
final class StateDirectory implements AutoCloseable {
  private static final String LOCK = "in-use";
  private static final String SCRATCH = "scratch";

  /** Flink writes it last, and at once: a checkpoint that has it is complete. */
  private static final String METADATA = "_metadata";

  /** As deep as Flink lays a checkpoint: job, checkpoint, metadata. */
  private static final int DEPTH = 3;

  private final Path path;
  private final FileChannel lock;

  private StateDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes a directory, which is made if need be, for one run alone.
   *
   * @throws UsageException if another run has it
   */
  static StateDirectory open(Path path) throws IOException, UsageException {
    Files.createDirectories(path);
    Path directory = path.toRealPath();
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock(channel) == null) {
      channel.close();
      throw new UsageException(
          "another run uses the state in "
              + path
              + ": give this one its own --state-dir, and its own --group-id");
    }
    return new StateDirectory(directory, channel);
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this very process.
      return null;
    }
  }

  Path path() {
    return path;
  }

  /** An empty directory for what a run needs while it lasts. */
  Scratch scratch() throws IOException {
    // In here rather than among the system's temporary files, where each run that is killed would
    // leave some for good.
    return Scratch.emptied(path.resolve(SCRATCH));
  }

  /** A complete checkpoint or savepoint, and when it was taken. */
  record Snapshot(Path path, FileTime taken) implements Comparable<Snapshot> {
    @Override
    public int compareTo(Snapshot other) {
      return taken.compareTo(other.taken);
    }
  }

  /** The newest complete checkpoint or savepoint, if there is any. */
  Optional<Snapshot> newest() throws IOException {
    try (Stream<Path> files =
        Files.find(path, DEPTH, (file, attributes) -> file.endsWith(METADATA))) {
      Snapshot newest = null;
      for (Path file : files.toList()) {
        Snapshot snapshot = new Snapshot(file.getParent(), Files.getLastModifiedTime(file));
        newest = newest == null || snapshot.compareTo(newest) > 0 ? snapshot : newest;
      }
      return Optional.ofNullable(newest);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
