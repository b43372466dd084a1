package io.anomalystack.local.cli;

import io.anomalystack.local.failure.UsageException;
import io.anomalystack.model.config.InvalidConfigException;
import io.anomalystack.notifier.NotifierConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --notify}, by which people are told. */
final class NotifyOption {
  @Option(
      names = "--notify",
      paramLabel = "FILE",
      description =
          "Whom to tell of incidents, YAML or JSON: channels by e-mail (SMTP), webhook, Slack, SNS,"
              + " the terminal or a file. See 'Telling people' in the README.")
  Path file;

  /** What the file says; empty without the option. */
  Optional<NotifierConfig> read() throws InvalidConfigException, UsageException {
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          NotifierConfig.read(Files.readString(file), file.toAbsolutePath().getParent()));
    } catch (IOException e) {
      throw new UsageException("--notify: there is no readable file at " + file);
    }
  }
}
