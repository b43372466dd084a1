package io.anomalystack.local.replay;

import io.anomalystack.lake.LakeLayout;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.files.FileArguments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A directory that a command line names as a lake, to be read or to be written. */
public final class LakeDirectory {
  private static final Pattern URI_WITH_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");

  private LakeDirectory() {}

  /** Whether a name is that of a directory; then it can be an input only if it is a lake. */
  public static boolean isDirectory(String name) {
    return !FileArguments.isStandard(name) && Files.isDirectory(Path.of(name));
  }

  /** Whether a directory holds a table of decisions with a partition at least. */
  public static boolean isLake(String name) {
    if (!isDirectory(name)) {
      return false;
    }
    Path table = Path.of(name).resolve(LakeLayout.TABLE);
    try (Stream<Path> entries = Files.isDirectory(table) ? Files.list(table) : Stream.empty()) {
      return entries.anyMatch(
          entry ->
              LakeLayout.dateOf(entry.getFileName().toString()).isPresent()
                  && Files.isDirectory(entry));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  /** Says what is wrong with the name of a lake that is to be written; null for none. */
  public static void checkWritable(String option, String name) throws UsageException {
    if (name == null) {
      return;
    }
    if (name.isBlank() || FileArguments.isStandard(name)) {
      throw new UsageException(option + ": must be a directory, was '" + name + "'");
    }
    if (URI_WITH_SCHEME.matcher(name).matches()) {
      throw new UsageException(option + ": must be a directory on this machine, was " + name);
    }
    Path lake = Path.of(name).toAbsolutePath();
    for (Path directory : new Path[] {lake, lake.resolve(LakeLayout.TABLE)}) {
      if (Files.exists(directory) && !Files.isDirectory(directory)) {
        throw new UsageException(option + ": must be a directory, but is a file: " + directory);
      }
    }
    Path existing = lake;
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      throw new UsageException(option + ": must be a directory, but is a file: " + existing);
    }
    if (!Files.isWritable(existing)) {
      throw new UsageException(option + ": permission denied: " + existing);
    }
  }
}
