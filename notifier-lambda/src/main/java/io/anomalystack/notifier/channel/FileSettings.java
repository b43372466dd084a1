package io.anomalystack.notifier.channel;

import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * A channel to a file of JSON Lines.
 *
 * @param name the channel's name
 * @param path where the file is, or will be
 */
public record FileSettings(String name, Path path) implements ChannelSettings {
  /** Settings beside those of every channel. */
  public static final List<String> KNOWN = List.of("path");

  /** The settings; empty if a problem was reported. */
  public static Optional<ChannelSettings> read(String name, Settings settings, Path directory) {
    return settings
        .required("path")
        .flatMap(setting -> path(setting, directory))
        .map(path -> new FileSettings(name, path));
  }

  private static Optional<Path> path(Setting setting, Path directory) {
    try {
      return setting.text().map(text -> directory.resolve(text).toAbsolutePath().normalize());
    } catch (InvalidPathException e) {
      setting.reject("must be a file's path");
      return Optional.empty();
    }
  }

  @Override
  public Channel open(Access access) {
    return new FileChannel(name, path, Clock.systemUTC());
  }
}
