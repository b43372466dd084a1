package io.anomalystack.notifier;

import io.anomalystack.model.config.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the function's environment variables say. */
final class HandlerEnvironment {
  private static final String TEXT = "NOTIFIER_CONFIG";
  private static final String FILE = "NOTIFIER_CONFIG_FILE";
  private static final String ON_FAILURE = "NOTIFIER_ON_FAILURE";

  /** Where Lambda lays out a function's package. */
  private static final String PACKAGE = "LAMBDA_TASK_ROOT";

  private final Map<String, String> environment;

  HandlerEnvironment(Map<String, String> environment) {
    this.environment = environment;
  }

  NotifierConfig config() throws InvalidConfigException {
    Path directory = Path.of(environment.getOrDefault(PACKAGE, ".")).toAbsolutePath();
    String text = environment.get(TEXT);
    String file = environment.get(FILE);
    if ((text == null) == (file == null)) {
      throw problem("set either " + TEXT + " or " + FILE);
    }
    if (text != null) {
      return NotifierConfig.read(text, directory);
    }
    Path path = directory.resolve(file).normalize();
    try {
      return NotifierConfig.read(Files.readString(path), path.getParent());
    } catch (IOException e) {
      throw problem(FILE + ": there is no readable file at " + path);
    }
  }

  /**
   * {@code report}, the default, answers with the failed records; {@code throw} is for event
   * sources without partial batch responses, where that answer would be taken for success.
   */
  boolean throwsOnFailure() throws InvalidConfigException {
    String word = environment.getOrDefault(ON_FAILURE, "report");
    if (!List.of("report", "throw").contains(word)) {
      throw problem(ON_FAILURE + ": must be report or throw, was '" + word + "'");
    }
    return word.equals("throw");
  }

  private static InvalidConfigException problem(String problem) {
    return new InvalidConfigException("notifier", List.of(problem));
  }
}
