package io.anomalystack.dashboard.lake;

import io.anomalystack.lake.LakeLayout;
import io.anomalystack.lake.LakeReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files of a lake at one moment, by day.
 *
 * @param byDay by {@code yyyy-mm-dd}; no day is without files
 * @param modified when the newest was written, in epoch milliseconds; null where there is none
 */
record LakeListing(TreeMap<String, List<DataFile>> byDay, Long modified) {
  /** An empty lake. */
  static final LakeListing NONE = of(new TreeMap<>());

  /**
   * A file as far as it takes to notice that it is another one.
   *
   * @param modified in epoch milliseconds
   */
  record DataFile(Path path, long size, long modified) {}

  /** What lies in a lake now; that there is no table yet is no error. */
  static LakeListing list(Path lake) throws IOException {
    TreeMap<String, List<DataFile>> byDay = new TreeMap<>();
    for (Path file : LakeReader.of(lake).files()) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        byDay
            .computeIfAbsent(LakeLayout.day(file), day -> new ArrayList<>())
            .add(new DataFile(file, attributes.size(), attributes.lastModifiedTime().toMillis()));
      } catch (NoSuchFileException removed) {
        // Gone since it was listed.
      }
    }
    return of(byDay);
  }

  private static LakeListing of(TreeMap<String, List<DataFile>> byDay) {
    return new LakeListing(
        byDay,
        byDay.values().stream()
            .flatMap(List::stream)
            .map(DataFile::modified)
            .max(Long::compare)
            .orElse(null));
  }

  /** These, but of a day those of others. */
  LakeListing with(String day, LakeListing others) {
    TreeMap<String, List<DataFile>> changed = new TreeMap<>(byDay);
    if (others.byDay.containsKey(day)) {
      changed.put(day, others.byDay.get(day));
    } else {
      changed.remove(day);
    }
    return of(changed);
  }

  /** The days whose files are not those of before. */
  Set<String> changedSince(LakeListing before) {
    Set<String> days = new HashSet<>(byDay.keySet());
    days.addAll(before.byDay.keySet());
    Set<String> changed = new TreeSet<>();
    for (String day : days) {
      if (!Objects.equals(byDay.get(day), before.byDay.get(day))) {
        changed.add(day);
      }
    }
    return changed;
  }

  /** All files of some days. */
  List<Path> of(Iterable<String> days) {
    List<Path> files = new ArrayList<>();
    for (String day : days) {
      byDay.getOrDefault(day, List.of()).forEach(file -> files.add(file.path()));
    }
    return files;
  }

  /** All files from a day to another, both included. */
  List<Path> between(String first, String last) {
    return first.compareTo(last) > 0
        ? List.of()
        : of(byDay.subMap(first, true, last, true).keySet());
  }
}
