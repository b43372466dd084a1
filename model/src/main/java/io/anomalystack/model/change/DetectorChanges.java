package io.anomalystack.model.change;

import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a new detector file would do to a running job, and whether the job may take it.
 *
 * <p>It may not where a running job cannot do it (another topic, another format), and where it
 * would forget what a detector has learned and the user did not say that this is meant. Who leaves
 * a detector out of the file means it; one of the same series under another name was renamed, which
 * forgets.
 *
 * @param changes of each detector that differs, in the order of the new file, those that left it
 *     last
 * @param refusals why the job may not, each with what to do; empty where it may
 */
public record DetectorChanges(List<DetectorChange> changes, List<String> refusals) {
  /** Copies the lists. */
  public DetectorChanges {
    changes = List.copyOf(changes);
    refusals = List.copyOf(refusals);
  }

  /**
   * Compares what a job runs with what it is to run, where all of its topics have detectors.
   *
   * @param forget names of the detectors whose learning may be lost
   */
  public static DetectorChanges between(
      List<Detector> running, List<Detector> wanted, Set<String> forget) {
    return between(running, wanted, forget, topics(running));
  }

  /**
   * Compares what a job runs with what it is to run.
   *
   * @param forget names of the detectors whose learning may be lost
   * @param topics what the job reads
   */
  public static DetectorChanges between(
      List<Detector> running, List<Detector> wanted, Set<String> forget, Set<String> topics) {
    List<DetectorChange> changes =
        new Comparison(byName(running), byName(wanted), topics).changes();
    List<String> refusals = new ArrayList<>();
    for (DetectorChange change : changes) {
      Refusal.of(change, forget).ifPresent(refusals::add);
    }
    Set<String> wantedTopics = topics(wanted);
    for (String topic : topics) {
      if (!wantedTopics.contains(topic)) {
        refusals.add("topic '%s' would not be read any more: %s".formatted(topic, Refusal.RESTART));
      }
    }
    return new DetectorChanges(changes, refusals);
  }

  /** Whether a running job may take the new file. */
  public boolean accepted() {
    return refusals.isEmpty();
  }

  /** Whether nothing would change. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  private static Set<String> topics(List<Detector> detectors) {
    return detectors.stream()
        .map(Detector::topic)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Map<String, Detector> byName(List<Detector> detectors) {
    Map<String, Detector> byName = new LinkedHashMap<>();
    detectors.forEach(detector -> byName.put(detector.name(), detector));
    return byName;
  }
}
