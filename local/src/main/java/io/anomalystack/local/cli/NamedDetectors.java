package io.anomalystack.local.cli;

import io.anomalystack.local.failure.Reasons;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.DetectorFile;
import io.anomalystack.model.detector.InvalidDetectorsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Detector files that a user names; several are as one, in which each name is unique. */
record NamedDetectors(List<Path> files) {
  NamedDetectors(Path file) {
    this(List.of(file));
  }

  List<Detector> read() throws InvalidDetectorsException, UsageException {
    return read(DetectorFile.DEFAULT_THRESHOLD);
  }

  /**
   * All of them.
   *
   * @param defaultThreshold the threshold of those that name none, 0 to 100
   */
  List<Detector> read(double defaultThreshold) throws InvalidDetectorsException, UsageException {
    List<Detector> detectors = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Map<String, Path> fileByName = new HashMap<>();
    Map<String, Detector> firstByTopic = new HashMap<>();
    for (Path file : files) {
      String where = files.size() > 1 ? file + ": " : "";
      try {
        for (Detector detector : DetectorFile.read(file, defaultThreshold)) {
          detectors.add(detector);
          Path other = fileByName.putIfAbsent(detector.name(), file);
          if (other != null) {
            problems.add(
                "%sname must be unique, was '%s' as in %s"
                    .formatted(where, detector.name(), other));
          }
          Detector first = firstByTopic.putIfAbsent(detector.topic(), detector);
          if (first != null && first.layout().format() != detector.layout().format()) {
            problems.add(
                "%sformat must be the same for all detectors of topic '%s', was %s of '%s', but %s of '%s' in %s"
                    .formatted(
                        where,
                        detector.topic(),
                        detector.layout().format().word(),
                        detector.name(),
                        first.layout().format().word(),
                        first.name(),
                        fileByName.get(first.name())));
          }
        }
      } catch (InvalidDetectorsException e) {
        e.problems().forEach(problem -> problems.add(where + problem));
      } catch (IOException e) {
        throw new UsageException("cannot read the detectors: " + Reasons.of(e));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidDetectorsException(problems);
    }
    return List.copyOf(detectors);
  }

  /**
   * The detectors of one topic.
   *
   * @param topic which one, or null if the files have only one
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
