package io.anomalystack.local.cli;

import io.anomalystack.local.failure.UsageException;
import io.anomalystack.model.config.InvalidConfigException;
import io.anomalystack.remedy.ExecutorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --remedy}, by which something is done. */
final class RemedyOption {
  @Option(
      names = "--remedy",
      paramLabel = "FILE",
      description =
          "What does what the detectors' remedies request, YAML or JSON: executors by SageMaker,"
              + " webhook or command. See 'Remedies' in the README.")
  Path file;

  /** What the file says; empty without the option. */
  Optional<ExecutorsFile> read() throws InvalidConfigException, UsageException {
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          ExecutorsFile.read(Files.readString(file), file.toAbsolutePath().getParent()));
    } catch (IOException e) {
      throw new UsageException("--remedy: there is no readable file at " + file);
    }
  }
}
