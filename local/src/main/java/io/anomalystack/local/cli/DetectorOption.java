package io.anomalystack.local.cli;

import io.anomalystack.local.failure.UsageException;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.InvalidDetectorsException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --detectors}, which nearly every command takes. */
final class DetectorOption {
  @Option(
      names = "--detectors",
      required = true,
      paramLabel = "FILE",
      description = "The detector file, YAML or JSON: what to watch, and how.")
  Path file;

  List<Detector> read() throws InvalidDetectorsException, UsageException {
    return new NamedDetectors(file).read();
  }

  /** Those of one topic, see {@link NamedDetectors#read(String)}. */
  List<Detector> read(String topic) throws InvalidDetectorsException, UsageException {
    return new NamedDetectors(file).read(topic);
  }
}
