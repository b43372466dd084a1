package io.anomalystack.model.config;

import java.util.Optional;

/**
 * The folder that a configuration file lies in, wherever that is: what the file names is relative
 * to it. Each method reports what is wrong with the name, and then returns nothing.
 */
public interface Folder {
  /** The absolute place of a file, a path or a URI, for whoever reads it later. */
  Optional<String> file(Setting setting, String name);

  /** The absolute place of a directory, a path or a URI. */
  Optional<String> directory(Setting setting, String name);

  /**
   * A file's bytes.
   *
   * @param most reported where there are more of them; whole MiB
   */
  Optional<byte[]> read(Setting setting, String name, long most);
}
