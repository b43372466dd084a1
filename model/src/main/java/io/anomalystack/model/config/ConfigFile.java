package io.anomalystack.model.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A configuration file's text, YAML or JSON, read and checked in one go. */
public final class ConfigFile {
  private ConfigFile() {}

  /**
   * Reads a configuration that is a map at its root.
   *
   * @param what the kind of configuration as messages name it, such as {@code channel}
   * @param known the names at the root
   * @param reader takes the root's settings and reports what is wrong with them; what it returns is
   *     only used where nothing is
   * @throws InvalidConfigException with every problem at once
   */
  public static <T> T read(
      String text, String what, List<String> known, Function<Settings, T> reader)
      throws InvalidConfigException {
    Optional<ConfigNode> root;
    try {
      root = ConfigText.read(text);
    } catch (ConfigSyntaxException e) {
      throw new InvalidConfigException(what, List.of(e.getMessage()));
    }
    if (root.isEmpty()) {
      throw new InvalidConfigException(
          what,
          List.of("file: expected a map of " + String.join(", ", known) + ", but it is empty"));
    }
    Problems problems = new Problems();
    T read = null;
    if (root.get() instanceof ConfigNode.Mapping) {
      Setting setting = new Setting("", root.get(), problems);
      read = Settings.of(setting, known).map(reader).orElse(null);
    } else {
      new Setting("file", root.get(), problems)
          .reject("expected a map of " + String.join(", ", known));
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(what, problems.messages());
    }
    return read;
  }
}
