package io.anomalystack.model.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** A file that a configuration file names, relative to the folder that it lies in itself. */
public final class NearbyFile {
  private NearbyFile() {}

  /** The file's absolute path; reported where there is no such file. */
  public static Optional<Path> find(Setting setting, String name, Path directory) {
    Optional<Path> path = resolve(setting, name, directory, "file");
    if (path.isPresent() && !Files.isRegularFile(path.get())) {
      setting.reject("must be a file that is there, but there is none at " + path.get());
      return Optional.empty();
    }
    return path;
  }

  /** A directory's absolute path; reported where there is no such directory. */
  public static Optional<Path> findDirectory(Setting setting, String name, Path directory) {
    Optional<Path> path = resolve(setting, name, directory, "directory");
    if (path.isPresent() && !Files.isDirectory(path.get())) {
      setting.reject("must be a directory that is there, but there is none at " + path.get());
      return Optional.empty();
    }
    return path;
  }

  private static Optional<Path> resolve(Setting setting, String name, Path directory, String what) {
    try {
      return Optional.of(directory.resolve(name).toAbsolutePath().normalize());
    } catch (InvalidPathException e) {
      setting.reject("must be a " + what + "'s path");
      return Optional.empty();
    }
  }
}
