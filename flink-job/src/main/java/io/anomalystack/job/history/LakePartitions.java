package io.anomalystack.job.history;

import io.anomalystack.lake.LakeLayout;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** The partitions of a lake wherever Flink's file systems reach. */
final class LakePartitions {
  private final FileSystem files;
  private final TreeMap<LocalDate, Path> byDate = new TreeMap<>(Comparator.reverseOrder());

  /** Lists a lake's partitions, but not what is in them. */
  LakePartitions(Path lake) throws IOException {
    files = lake.getFileSystem();
    for (FileStatus entry : list(new Path(lake, LakeLayout.TABLE))) {
      if (entry.isDir()) {
        LakeLayout.dateOf(entry.getPath().getName())
            .ifPresent(date -> byDate.put(date, entry.getPath()));
      }
    }
  }

  /** The days that have a partition, newest first. */
  List<LocalDate> days() {
    return List.copyOf(byDate.keySet());
  }

  /** A day's complete files, by name. */
  List<FileStatus> files(LocalDate day) throws IOException {
    return Arrays.stream(list(byDate.get(day)))
        .filter(LakePartitions::isComplete)
        .sorted(Comparator.comparing(file -> file.getPath().getName()))
        .toList();
  }

  private FileStatus[] list(Path directory) throws IOException {
    try {
      FileStatus[] entries = files.listStatus(directory);
      return entries == null ? new FileStatus[0] : entries;
    } catch (FileNotFoundException nothingThere) {
      return new FileStatus[0];
    }
  }

  private static boolean isComplete(FileStatus file) {
    return !file.isDir() && LakeLayout.isComplete(file.getPath().getName());
  }
}
