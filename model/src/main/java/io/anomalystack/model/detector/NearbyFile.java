package io.anomalystack.model.detector;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** A file that the detector file names, relative to the folder that it lies in itself. */
final class NearbyFile {
  private NearbyFile() {}

  /** The file's absolute path; reported where there is no such file. */
  static Optional<Path> find(Setting setting, String name, Path directory) {
    Path path;
    try {
      path = directory.resolve(name).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      setting.reject("must be a file's path");
      return Optional.empty();
    }
    if (!Files.isRegularFile(path)) {
      setting.reject("must be a file that is there, but there is none at " + path);
      return Optional.empty();
    }
    return Optional.of(path);
  }
}
