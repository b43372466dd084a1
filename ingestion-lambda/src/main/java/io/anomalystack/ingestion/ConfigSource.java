package io.anomalystack.ingestion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the configuration is.
 *
 * @param directory what files that it names are relative to
 */
record ConfigSource(String text, Path directory) {
  private static final String TEXT = "INGESTION_CONFIG";
  private static final String FILE = "INGESTION_CONFIG_FILE";

  /** Where Lambda puts a function's package; unset elsewhere. */
  private static final String PACKAGE = "LAMBDA_TASK_ROOT";

  static ConfigSource of(Map<String, String> environment) {
    Path root = Path.of(environment.getOrDefault(PACKAGE, "")).toAbsolutePath();
    String text = environment.get(TEXT);
    String file = environment.get(FILE);
    if ((text == null) == (file == null)) {
      throw new IllegalArgumentException(
          "set either %s, to the configuration as YAML or JSON, or %s, to the name of a file of it in the function's package; %s"
              .formatted(TEXT, FILE, text == null ? "neither is set" : "both are set"));
    }
    if (text != null) {
      return new ConfigSource(text, root);
    }
    Path path = root.resolve(file);
    try {
      return new ConfigSource(Files.readString(path), path.getParent());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          FILE + " is '" + file + "', but there is no file to read at " + path, e);
    }
  }
}
