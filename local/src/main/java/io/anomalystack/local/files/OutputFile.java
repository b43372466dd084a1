package io.anomalystack.local.files;

import io.anomalystack.embedded.Scratch;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** An output that appears under its name only when it is complete; until then it lies beside. */
public final class OutputFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final OutputStream out;
  private final Path target;
  private final Scratch unfinished;

  private OutputFile(OutputStream out, Path target, Scratch unfinished) {
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    this.target = target;
    this.unfinished = unfinished;
  }

  /**
   * The output that a user names.
   *
   * @param name a file; or {@code -} for standard output; or null, and what is written is lost
   */
  public static OutputFile named(String name, OutputStream standard) throws IOException {
    if (name == null) {
      return to(OutputStream.nullOutputStream());
    }
    return FileArguments.isStandard(name) ? to(standard) : at(Path.of(name));
  }

  /** Begins a file; what is there under the name is replaced once the new one is complete. */
  public static OutputFile at(Path path) throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      // A pipe or /dev/null: nothing to be replaced.
      return new OutputFile(Files.newOutputStream(path, StandardOpenOption.WRITE), null, null);
    }
    Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    Path beside =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
    OutputStream out = Files.newOutputStream(beside, StandardOpenOption.CREATE_NEW);
    return new OutputFile(out, target, Scratch.of(beside));
  }

  /** An output to a stream that is somebody else's, and stays open. */
  public static OutputFile to(OutputStream stream) {
    return new OutputFile(stream, null, null);
  }

  /** Where to write. */
  public OutputStream stream() {
    return out;
  }

  /** Says that all is written. */
  public void complete() throws IOException {
    out.flush();
    if (target != null) {
      out.close();
      Files.move(
          unfinished.path(),
          target,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      unfinished.release();
    }
  }

  /** Removes what is not complete. */
  @Override
  public void close() throws IOException {
    if (target != null) {
      try {
        out.close();
      } finally {
        unfinished.close();
      }
    }
  }
}
