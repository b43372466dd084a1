package io.anomalystack.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The complete files of a table on this machine, by day and name. */
final class LakeFiles {
  private LakeFiles() {}

  static List<Path> of(Path table) throws IOException {
    return of(table, date -> true);
  }

  /** Those of some days; none where there is no table yet. */
  static List<Path> of(Path table, Predicate<LocalDate> days) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path partition : partitions(table, days)) {
      sorted(partition).stream().filter(LakeFiles::isVisible).forEach(files::add);
    }
    return files;
  }

  /** All partitions; none where there is no table yet. */
  static List<Path> partitions(Path table) throws IOException {
    return partitions(table, date -> true);
  }

  private static List<Path> partitions(Path table, Predicate<LocalDate> days) throws IOException {
    List<Path> partitions = new ArrayList<>();
    if (Files.isDirectory(table)) {
      for (Path partition : sorted(table)) {
        Optional<LocalDate> date = LakeLayout.dateOf(partition.getFileName().toString());
        if (date.isPresent() && days.test(date.get()) && Files.isDirectory(partition)) {
          partitions.add(partition);
        }
      }
    }
    return partitions;
  }

  /** Whatever lies in a directory, by name. */
  static List<Path> sorted(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }

  private static boolean isVisible(Path file) {
    return LakeLayout.isComplete(file.getFileName().toString()) && Files.isRegularFile(file);
  }
}
