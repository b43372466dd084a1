package io.anomalystack.model.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder on this machine.
 *
 * @param path where it is
 */
public record LocalFolder(Path path) implements Folder {
  @Override
  public Optional<String> file(Setting setting, String name) {
    return NearbyFile.find(setting, name, path).map(Path::toString);
  }

  @Override
  public Optional<String> directory(Setting setting, String name) {
    return NearbyFile.findDirectory(setting, name, path).map(Path::toString);
  }

  @Override
  public Optional<byte[]> read(Setting setting, String name, long most) {
    Optional<Path> file = NearbyFile.find(setting, name, path);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (Files.size(file.get()) > most) {
        setting.reject("must be a file of at most " + (most >> 20) + " MiB");
        return Optional.empty();
      }
      return Optional.of(Files.readAllBytes(file.get()));
    } catch (IOException e) {
      setting.reject("must be a file that can be read (" + e + ")");
      return Optional.empty();
    }
  }
}
