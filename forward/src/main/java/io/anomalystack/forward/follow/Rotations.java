package io.anomalystack.forward.follow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A log's files: that by its name, and beside it those that were renamed, or copied, when they were
 * full, as {@code run.log.1} or {@code run.log-20241122}. Compressed ones are not read.
 *
 * @param path the log's name
 */
record Rotations(Path path) {
  private static final Pattern SUFFIX = Pattern.compile("[.-]\\d[\\d_.T:-]*");

  /** The files that were rotated away, the oldest first. */
  private List<Dated> old() throws IOException {
    List<Dated> files = new ArrayList<>();
    Path directory = path.toAbsolutePath().getParent();
    if (!Files.isDirectory(directory)) {
      return files;
    }
    String name = path.getFileName().toString();
    try (var listed = Files.newDirectoryStream(directory)) {
      for (Path file : listed) {
        String other = file.getFileName().toString();
        if (other.startsWith(name) && SUFFIX.matcher(other.substring(name.length())).matches()) {
          dated(file).ifPresent(files::add);
        }
      }
    }
    files.sort(Comparator.comparing(Dated::changed));
    return files;
  }

  /** The log that holds what is before a position, opened there. */
  Optional<OpenLog> holding(Position position) throws IOException {
    List<Path> candidates = new ArrayList<>(List.of(path));
    old().forEach(file -> candidates.add(file.path()));
    for (Path candidate : candidates) {
      if (Files.isRegularFile(candidate)) {
        OpenLog log = OpenLog.open(candidate);
        if (log.seek(position)) {
          return Optional.of(log);
        }
        log.close();
      }
    }
    return Optional.empty();
  }

  /**
   * What the writer went on with after a log: none while that is the newest with anything in it.
   */
  Optional<Path> successor(OpenLog log) throws IOException {
    List<Dated> old = old();
    int own = -1;
    for (int i = 0; i < old.size(); i++) {
      if (OpenLog.key(old.get(i).path()).equals(log.key())) {
        own = i;
      }
    }
    if (own >= 0 && own + 1 < old.size()) {
      return Optional.of(old.get(own + 1).path());
    }
    return dated(path).isPresent() && Files.size(path) > 0 && !OpenLog.key(path).equals(log.key())
        ? Optional.of(path)
        : Optional.empty();
  }

  private static Optional<Dated> dated(Path file) throws IOException {
    try {
      return Files.isRegularFile(file)
          ? Optional.of(new Dated(file, Files.getLastModifiedTime(file)))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      // Renamed meanwhile.
      return Optional.empty();
    }
  }

  private record Dated(Path path, FileTime changed) {}
}
