package io.anomalystack.lake;

import io.anomalystack.model.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.parquet.hadoop.ParquetWriter;

/**
 * Writes a bounded run's decisions into a lake on this machine. No file appears before all is
 * written. Then each appears whole, one after the other, in the place of the one of that name that
 * a run of this name wrote before; what that run wrote besides goes after that. A reader in those
 * moments, or after a run that was killed in them, finds new files beside old ones; the next run of
 * the name sets that right.
 *
 * <p>Not thread-safe, and one run of a name at a time: it removes what one that was killed left.
 */
public final class LakeWriter implements AutoCloseable {
  /** A run goes from day to day; only few are ever written at once. */
  static final int MAX_OPEN_FILES = 8;

  /** Files that are being written end in this. */
  private static final String PART = ".part";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,150}");

  private final Path table;
  private final String name;
  private final String unique = UUID.randomUUID().toString();

  /** By partition, the one written to last at the end. */
  private final Map<String, OpenFile> open = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<String, Integer> filesOfPartition = new HashMap<>();
  private final List<Written> written = new ArrayList<>();
  private OpenFile last;
  private long rows;
  private boolean complete;

  private record Written(Path hidden, Path target) {}

  private record OpenFile(long day, ParquetWriter<Decision> writer) {}

  /**
   * Writes into a lake.
   *
   * @param lake its directory, which is made where there is none
   * @param name the beginning of the files' names: letters, digits, {@code .}, {@code _} and {@code
   *     -}; what a run of this name has written before is replaced
   */
  public LakeWriter(Path lake, String name) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name of files in the lake: must be letters, digits, '.', '_' and '-', was '"
              + name
              + "'");
    }
    this.table = lake.resolve(LakeLayout.TABLE);
    this.name = name;
    Files.createDirectories(table);
    removeUnfinished();
  }

  /** Removes the hidden files of a run of this name that was killed. */
  private void removeUnfinished() throws IOException {
    Pattern unfinished =
        Pattern.compile("\\." + earlier(name).pattern() + "\\.[0-9a-f-]{36}" + Pattern.quote(PART));
    for (Path partition : LakeFiles.partitions(table)) {
      for (Path file : LakeFiles.sorted(partition)) {
        if (unfinished.matcher(file.getFileName().toString()).matches()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** The names of complete files of runs of a name. */
  private static Pattern earlier(String name) {
    return Pattern.compile(Pattern.quote(name) + "-\\d+" + Pattern.quote(LakeLayout.SUFFIX));
  }

  /** Writes a decision; which comes in any order, best by day. */
  public void write(Decision decision) throws IOException {
    long day = LakeLayout.date(decision).toEpochDay();
    if (last == null || last.day != day) {
      last = file(LakeLayout.partition(decision), day);
    }
    last.writer.write(decision);
    rows++;
  }

  private OpenFile file(String partition, long day) throws IOException {
    OpenFile file = open.get(partition);
    if (file == null) {
      if (open.size() == MAX_OPEN_FILES) {
        finishOldest();
      }
      file = new OpenFile(day, begin(partition));
      open.put(partition, file);
    }
    return file;
  }

  private ParquetWriter<Decision> begin(String partition) throws IOException {
    Path directory = Files.createDirectories(table.resolve(partition));
    int number = filesOfPartition.merge(partition, 1, Integer::sum) - 1;
    String file = name + "-" + number + LakeLayout.SUFFIX;
    Path hidden = directory.resolve("." + file + "." + unique + PART);
    written.add(new Written(hidden, directory.resolve(file)));
    return DecisionFile.write(hidden);
  }

  private void finishOldest() throws IOException {
    Iterator<OpenFile> oldest = open.values().iterator();
    ParquetWriter<Decision> writer = oldest.next().writer;
    oldest.remove();
    writer.close();
  }

  /** How many decisions have been written. */
  public long rows() {
    return rows;
  }

  /**
   * Says that all is written: lets the files appear one by one, then those of an earlier run go.
   */
  public void complete() throws IOException {
    last = null;
    while (!open.isEmpty()) {
      finishOldest();
    }
    Set<Path> appeared = new HashSet<>();
    for (Written file : written) {
      Files.move(
          file.hidden,
          file.target,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      appeared.add(file.target);
    }
    Pattern earlier = earlier(name);
    for (Path file : LakeFiles.of(table)) {
      if (earlier.matcher(file.getFileName().toString()).matches() && !appeared.contains(file)) {
        Files.delete(file);
      }
    }
    complete = true;
  }

  /** Removes what is not complete. */
  @Override
  public void close() throws IOException {
    if (complete) {
      return;
    }
    try {
      last = null;
      while (!open.isEmpty()) {
        finishOldest();
      }
    } finally {
      for (Written file : written) {
        Files.deleteIfExists(file.hidden);
      }
    }
  }
}
