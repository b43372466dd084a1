package io.anomalystack.forward.follow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads a log while it is written, from file to file: one that is not there yet, grows, is renamed
 * and begun anew, or copied and emptied. Only whole lines are handed out. Not for several threads.
 */
public final class Follower implements AutoCloseable {
  private final Rotations rotations;
  private final Consumer<String> notices;
  private Position resumed;
  private OpenLog log;

  /**
   * A follower.
   *
   * @param path the log; it need not be there yet
   * @param position where to go on; null for the beginning
   * @param notices takes what a person should know of
   */
  public Follower(Path path, Position position, Consumer<String> notices) {
    this.rotations = new Rotations(path);
    this.resumed = position;
    this.notices = notices;
  }

  /** The next lines that are there; none if there are none by now. */
  public List<Line> poll() throws IOException {
    try {
      return next();
    } catch (NoSuchFileException e) {
      // It is being renamed at this moment.
      return List.of();
    }
  }

  private List<Line> next() throws IOException {
    List<Line> lines = new ArrayList<>();
    if (log == null && !open(lines)) {
      return lines;
    }
    if (log.isRewritten()) {
      beginAgain();
    }
    // Asked first: what comes after it has been begun is all in the next file.
    Optional<Path> successor = rotations.successor(log);
    lines.addAll(log.lines());
    if (lines.isEmpty() && successor.isPresent()) {
      OpenLog next = OpenLog.open(successor.get());
      // Rotated again meanwhile, it may be another file, or the name of none: nothing is taken yet.
      if (!rotations.successor(log).equals(successor)
          || !OpenLog.key(successor.get()).equals(next.key())) {
        next.close();
        return lines;
      }
      lines.addAll(log.rest());
      log.close();
      log = next;
      lines.addAll(log.lines());
    }
    return lines;
  }

  /** What is behind the last line's end, for one who does not wait for it. */
  public List<Line> rest() throws IOException {
    return log == null ? List.of() : log.rest();
  }

  /** How far it has read. */
  public Position position() {
    if (log == null) {
      return resumed == null ? Position.START : resumed;
    }
    return log.position();
  }

  private boolean open(List<Line> lines) throws IOException {
    if (resumed != null && resumed.offset() > 0) {
      Optional<OpenLog> found = rotations.holding(resumed);
      if (found.isPresent()) {
        log = found.get();
        resumed = null;
        log.firstLine().forEach(line -> lines.add(new Line(line, true, true)));
        return true;
      }
    }
    if (!Files.isRegularFile(rotations.path())) {
      return false;
    }
    log = OpenLog.open(rotations.path());
    if (resumed != null && resumed.offset() > 0) {
      notices.accept(
          "the file that was read up to byte %d is gone; %s is another one, read from its beginning"
              .formatted(resumed.offset(), rotations.path()));
    }
    resumed = null;
    return true;
  }

  /** The file was emptied. What it held and was not read is in a copy, if there is one. */
  private void beginAgain() throws IOException {
    Position lost = log.position();
    Optional<OpenLog> copy = rotations.holding(lost);
    OpenLog next = copy.isPresent() ? copy.get() : OpenLog.open(rotations.path());
    if (copy.isEmpty()) {
      notices.accept(
          "%s was emptied or written anew at byte %d, and no copy is beside it; read from its beginning"
              .formatted(rotations.path(), lost.offset()));
    }
    log.close();
    log = next;
  }

  @Override
  public void close() throws IOException {
    if (log != null) {
      log.close();
    }
  }
}
