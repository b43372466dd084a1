package io.anomalystack.local.replay;

import io.anomalystack.local.failure.UsageException;
import io.anomalystack.model.detector.Detector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What a user wants replayed.
 *
 * @param detectors those of the topic that the input stands for
 * @param input a file, or {@code -}
 * @param format null to go by the input's name
 * @param output a file, or {@code -}
 * @param rejected a file, or {@code -}, or null for nowhere
 * @param parallelism how many tasks share the work
 * @param now what to take for the time of day
 */
public record ReplayRequest(
    List<Detector> detectors,
    String input,
    InputFormat format,
    String output,
    String rejected,
    int parallelism,
    Instant now) {
  /** Stands for standard input and output. */
  static final String STANDARD = "-";

  void check() throws UsageException {
    if (!input.equals(STANDARD)) {
      checkReadable(Path.of(input));
    }
    checkWritable("--output", output);
    if (rejected != null) {
      checkWritable("--rejected", rejected);
      if (same(rejected, output)) {
        throw new UsageException("--output and --rejected must not be the same");
      }
    }
  }

  private static void checkReadable(Path file) throws UsageException {
    if (!Files.exists(file)) {
      throw new UsageException("--input: no such file: " + file);
    }
    if (Files.isDirectory(file)) {
      throw new UsageException("--input: is a directory: " + file);
    }
    if (!Files.isReadable(file)) {
      throw new UsageException("--input: permission denied: " + file);
    }
  }

  private void checkWritable(String option, String name) throws UsageException {
    if (name.equals(STANDARD)) {
      return;
    }
    Path file = Path.of(name).toAbsolutePath();
    if (Files.isDirectory(file)) {
      throw new UsageException(option + ": is a directory: " + name);
    }
    if (!Files.isDirectory(file.getParent())) {
      throw new UsageException(option + ": no such directory: " + file.getParent());
    }
    if (!Files.isWritable(isDevice(file) ? file : file.getParent())) {
      throw new UsageException(option + ": permission denied: " + name);
    }
    if (same(name, input)) {
      throw new UsageException(option + ": would overwrite the input: " + name);
    }
  }

  private static boolean same(String name, String other) {
    if (name.equals(STANDARD) || other.equals(STANDARD)) {
      return name.equals(other);
    }
    // Two outputs may well go to /dev/null.
    return real(name).equals(real(other)) && !isDevice(Path.of(name));
  }

  private static boolean isDevice(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file);
  }

  private static Path real(String name) {
    Path file = Path.of(name);
    try {
      return file.toRealPath();
    } catch (IOException e) {
      // Not there yet.
      return file.toAbsolutePath().normalize();
    }
  }
}
