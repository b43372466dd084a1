package io.anomalystack.job.ingest;

import io.anomalystack.job.detectors.DetectorSet;
import io.anomalystack.job.detectors.DetectorUpdates;
import io.anomalystack.model.detector.Detector;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How far one topic's enumerator is with the detector file; part of its checkpoints.
 *
 * @param topic the topic
 * @param all the detectors of the file that was accepted last, of all topics
 * @param digest of that file; empty before any was looked at
 * @param wanted the topic's own, as readers are told of them
 * @param active those by which some reader reads: everybody knows them
 */
record AcceptedDetectors(
    String topic, List<Detector> all, String digest, DetectorSet wanted, DetectorSet active)
    implements Serializable {

  /** What the job is submitted with. */
  static AcceptedDetectors submitted(String topic, List<Detector> all) {
    DetectorSet own = DetectorSet.submitted(own(topic, all));
    return new AcceptedDetectors(topic, List.copyOf(all), "", own, own);
  }

  private static List<Detector> own(String topic, List<Detector> all) {
    return all.stream().filter(detector -> detector.topic().equals(topic)).toList();
  }

  /** A file that may take effect. What changes nothing for this topic is nobody's business. */
  AcceptedDetectors accept(DetectorUpdates.Update update) {
    List<Detector> own = own(topic, update.detectors());
    return new AcceptedDetectors(
        topic,
        List.copyOf(update.detectors()),
        update.digest(),
        own.equals(wanted.detectors()) ? wanted : wanted.next(own),
        active);
  }

  /** Some reader reads by what is wanted, or by what was wanted before. */
  AcceptedDetectors activated(long version) {
    return version == wanted.version()
        ? new AcceptedDetectors(topic, all, digest, wanted, wanted)
        : this;
  }

  /**
   * After a restart with other topics, which are read from now on, or no more: those of the file
   * that the job was submitted with.
   */
  AcceptedDetectors withTopicsOf(List<Detector> submitted) {
    Set<String> topics = submitted.stream().map(Detector::topic).collect(Collectors.toSet());
    Set<String> known = all.stream().map(Detector::topic).collect(Collectors.toSet());
    if (topics.equals(known)) {
      return this;
    }
    List<Detector> now =
        new ArrayList<>(submitted.stream().filter(d -> !known.contains(d.topic())).toList());
    Set<String> begun = now.stream().map(Detector::name).collect(Collectors.toSet());
    all.stream()
        .filter(d -> topics.contains(d.topic()) && !begun.contains(d.name()))
        .forEach(now::add);
    return new AcceptedDetectors(topic, List.copyOf(now), digest, wanted, active);
  }
}
