package io.anomalystack.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Temporary files and directories, which go when they are closed or, at the latest, with the JVM.
 */
public final class Scratch implements AutoCloseable {
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(Scratch::delete)));
  }

  private final Path path;

  private Scratch(Path path) {
    this.path = path;
  }

  /** A new directory in the system's place for temporary files. */
  public static Scratch directory() throws IOException {
    return of(Files.createTempDirectory("anomaly-"));
  }

  /** A directory at a path, without what a process that was killed has left there. */
  public static Scratch emptied(Path path) throws IOException {
    delete(path);
    Files.createDirectories(path);
    return of(path);
  }

  /** Answers for what will lie at a path. */
  public static Scratch of(Path path) {
    OPEN.add(path);
    return new Scratch(path);
  }

  /** Where it lies. */
  public Path path() {
    return path;
  }

  /** Leaves what lies here to somebody else. */
  public void release() {
    OPEN.remove(path);
  }

  @Override
  public void close() {
    delete(path);
  }

  private static void delete(Path root) {
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
      OPEN.remove(root);
    } catch (NoSuchFileException gone) {
      // Never made, or gone already: what was wanted.
      OPEN.remove(root);
    } catch (IOException | UncheckedIOException busy) {
      // A thread that is slow to end still works here: the end of the JVM is the next occasion.
    }
  }
}
