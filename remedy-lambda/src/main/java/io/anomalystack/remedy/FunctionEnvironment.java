package io.anomalystack.remedy;

import io.anomalystack.model.config.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A configuration that a function's environment names: as YAML or JSON in {@code PREFIX_CONFIG}, or
 * as a file of its package in {@code PREFIX_CONFIG_FILE}.
 *
 * @param prefix such as {@code REMEDY}
 */
public record FunctionEnvironment(Map<String, String> environment, String prefix) {
  /** Where Lambda lays out a function's package. */
  private static final String PACKAGE = "LAMBDA_TASK_ROOT";

  /** Copies the variables. */
  public FunctionEnvironment {
    environment = Map.copyOf(environment);
  }

  /** Reads a configuration from its text, and what paths in it are relative to. */
  public interface Reader<T> {
    /** Reads it. */
    T read(String text, Path directory) throws InvalidConfigException;
  }

  /** The configuration. */
  public <T> T config(Reader<T> reader) throws InvalidConfigException {
    Path directory = Path.of(environment.getOrDefault(PACKAGE, ".")).toAbsolutePath();
    String text = environment.get(prefix + "_CONFIG");
    String file = environment.get(prefix + "_CONFIG_FILE");
    if ((text == null) == (file == null)) {
      throw problem("set either " + prefix + "_CONFIG or " + prefix + "_CONFIG_FILE");
    }
    if (text != null) {
      return reader.read(text, directory);
    }
    Path path = directory.resolve(file).normalize();
    try {
      return reader.read(Files.readString(path), path.getParent());
    } catch (IOException e) {
      throw problem(prefix + "_CONFIG_FILE: there is no readable file at " + path);
    }
  }

  /**
   * {@code PREFIX_ON_FAILURE}: {@code report}, the default, answers with the failed records; {@code
   * throw} is for event sources without partial batch responses, where that answer would be taken
   * for success.
   */
  public boolean throwsOnFailure() throws InvalidConfigException {
    String name = prefix + "_ON_FAILURE";
    String word = environment.getOrDefault(name, "report");
    if (!List.of("report", "throw").contains(word)) {
      throw problem(name + ": must be report or throw, was '" + word + "'");
    }
    return word.equals("throw");
  }

  private InvalidConfigException problem(String problem) {
    return new InvalidConfigException(prefix.toLowerCase(Locale.ROOT), List.of(problem));
  }
}
