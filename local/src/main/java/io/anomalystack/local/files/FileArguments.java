package io.anomalystack.local.files;

import io.anomalystack.local.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that a command line names, checked before anything is done: inputs can be read, outputs
 * written, and no output takes the place of an input or of another output.
 */
public final class FileArguments {
  /** Stands for standard input or output. */
  public static final String STANDARD = "-";

  private final List<Argument> inputs = new ArrayList<>();
  private final List<Argument> outputs = new ArrayList<>();

  /** An input, by its option, such as {@code --input}. */
  public FileArguments input(String option, String name) {
    inputs.add(new Argument(option, name));
    return this;
  }

  /** An output, by its option; null where the user wants none. */
  public FileArguments output(String option, String name) {
    if (name != null) {
      outputs.add(new Argument(option, name));
    }
    return this;
  }

  /** Whether a name stands for standard input or output; false for null. */
  public static boolean isStandard(String name) {
    return STANDARD.equals(name);
  }

  /** Whether data goes to standard output, so that nothing else should. */
  public boolean writeToStandardOutput() {
    return outputs.stream().anyMatch(output -> isStandard(output.name()));
  }

  /** Says what is wrong with the first name that cannot be used. */
  public void check() throws UsageException {
    for (Argument input : inputs) {
      if (!isStandard(input.name())) {
        checkReadable(input.option(), Path.of(input.name()));
      }
    }
    List<Argument> earlier = new ArrayList<>();
    for (Argument output : outputs) {
      checkWritable(output.option(), output.name());
      for (Argument other : earlier) {
        if (same(output.name(), other.name())) {
          throw new UsageException(
              other.option() + " and " + output.option() + " must not be the same");
        }
      }
      earlier.add(output);
    }
  }

  private static void checkReadable(String option, Path file) throws UsageException {
    if (!Files.exists(file)) {
      throw new UsageException(option + ": no such file: " + file);
    }
    if (Files.isDirectory(file)) {
      throw new UsageException(option + ": is a directory: " + file);
    }
    if (!Files.isReadable(file)) {
      throw new UsageException(option + ": permission denied: " + file);
    }
  }

  private void checkWritable(String option, String name) throws UsageException {
    if (isStandard(name)) {
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
    for (Argument input : inputs) {
      if (!isStandard(input.name()) && same(name, input.name())) {
        throw new UsageException(
            option + ": would overwrite the " + input.option().substring(2) + ": " + name);
      }
    }
  }

  private static boolean same(String name, String other) {
    if (isStandard(name) || isStandard(other)) {
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

  /** A file, and the option that names it. */
  private record Argument(String option, String name) {}
}
