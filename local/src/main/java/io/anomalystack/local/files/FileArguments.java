package io.anomalystack.local.files;

import io.anomalystack.local.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files that a command line names, checked before anything is done: inputs can be read, outputs
 * written, and no output takes the place of an input or of another output.
 */
public final class FileArguments {
  /** Stands for standard input or output. */
  public static final String STANDARD = "-";

  private final Map<String, String> inputs = new LinkedHashMap<>();
  private final Map<String, String> outputs = new LinkedHashMap<>();

  /** An input, by its option, such as {@code --input}. */
  public FileArguments input(String option, String name) {
    inputs.put(option, name);
    return this;
  }

  /** An output, by its option; null where the user wants none. */
  public FileArguments output(String option, String name) {
    if (name != null) {
      outputs.put(option, name);
    }
    return this;
  }

  /** Whether a name stands for standard input or output; false for null. */
  public static boolean isStandard(String name) {
    return STANDARD.equals(name);
  }

  /** Whether data goes to standard output, so that nothing else should. */
  public boolean writeToStandardOutput() {
    return outputs.containsValue(STANDARD);
  }

  /** Says what is wrong with the first name that cannot be used. */
  public void check() throws UsageException {
    for (Map.Entry<String, String> input : inputs.entrySet()) {
      if (!isStandard(input.getValue())) {
        checkReadable(input.getKey(), Path.of(input.getValue()));
      }
    }
    Map<String, String> earlier = new LinkedHashMap<>();
    for (Map.Entry<String, String> output : outputs.entrySet()) {
      checkWritable(output.getKey(), output.getValue());
      for (Map.Entry<String, String> other : earlier.entrySet()) {
        if (same(output.getValue(), other.getValue())) {
          throw new UsageException(
              other.getKey() + " and " + output.getKey() + " must not be the same");
        }
      }
      earlier.put(output.getKey(), output.getValue());
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
    for (Map.Entry<String, String> input : inputs.entrySet()) {
      if (!isStandard(input.getValue()) && same(name, input.getValue())) {
        throw new UsageException(
            option + ": would overwrite the " + input.getKey().substring(2) + ": " + name);
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
}
