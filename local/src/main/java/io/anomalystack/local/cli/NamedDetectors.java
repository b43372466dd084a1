package io.anomalystack.local.cli;

import io.anomalystack.local.failure.Reasons;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.DetectorFile;
import io.anomalystack.model.detector.InvalidDetectorsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A detector file that a user names. */
record NamedDetectors(Path file) {
  List<Detector> read() throws InvalidDetectorsException, UsageException {
    try {
      return DetectorFile.read(file);
    } catch (IOException e) {
      throw new UsageException("cannot read the detectors: " + Reasons.of(e));
    }
  }

  /**
   * The detectors of one topic.
   *
   * @param topic which one, or null if the file has only one
   */
  List<Detector> read(String topic) throws InvalidDetectorsException, UsageException {
    List<Detector> detectors = read();
    List<String> topics = detectors.stream().map(Detector::topic).distinct().toList();
    String names = String.join(", ", topics);
    if (topic == null && topics.size() > 1) {
      throw new UsageException(
          "the detectors read several topics ("
              + names
              + "): say with --topic which of them the input stands for");
    }
    if (topic != null && !topics.contains(topic)) {
      throw new UsageException(
          "no detector reads topic '" + topic + "'; the detectors read " + names);
    }
    return detectors.stream()
        .filter(detector -> topic == null || detector.topic().equals(topic))
        .toList();
  }
}
