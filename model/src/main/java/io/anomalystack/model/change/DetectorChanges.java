package io.anomalystack.model.change;

import io.anomalystack.model.change.DetectorChange.Kind;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Comparison comparison = new Comparison(byName(running), byName(wanted), topics);
    List<DetectorChange> changes = comparison.changes();
    List<String> refusals = new ArrayList<>();
    for (DetectorChange change : changes) {
      Refusal.of(change, forget).ifPresent(refusals::add);
    }
    Set<String> wantedTopics = topics(wanted);
    for (String topic : topics) {
      if (!wantedTopics.contains(topic)) {
        refusals.add(
            "topic '%s' would not be read any more: %s".formatted(topic, Refusal.RESTART));
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
        .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
  }

  private static Map<String, Detector> byName(List<Detector> detectors) {
    Map<String, Detector> byName = new LinkedHashMap<>();
    detectors.forEach(detector -> byName.put(detector.name(), detector));
    return byName;
  }

  /** Before and after, by name. */
  private record Comparison(
      Map<String, Detector> before, Map<String, Detector> after, Set<String> topics) {
    List<DetectorChange> changes() {
      List<DetectorChange> changes = new ArrayList<>();
      for (Detector detector : after.values()) {
        Detector was = before.get(detector.name());
        if (was == null) {
          changes.add(DetectorChange.of(detector.name(), Kind.ADDED, added(detector)));
        } else if (!was.equals(detector)) {
          changes.add(DetectorChange.of(detector.name(), keys(was, detector)));
        }
      }
      for (Detector detector : before.values()) {
        if (!after.containsKey(detector.name())) {
          changes.add(DetectorChange.of(detector.name(), Kind.REMOVED, removed(detector)));
        }
      }
      return changes;
    }

    private Verdict added(Detector detector) {
      if (!topics.contains(detector.topic())) {
        return notRead(detector.topic());
      }
      return Verdict.atOnce(
          detector.forest() ? "its series begin to learn" : "it has nothing to learn first");
    }

    private static Verdict notRead(String topic) {
      return Verdict.restart("the job does not read topic '" + topic + "' yet");
    }

    private Verdict removed(Detector detector) {
      Optional<Detector> renamed =
          after.values().stream()
              .filter(other -> !before.containsKey(other.name()) && sameSeries(detector, other))
              .findFirst();
      return renamed
          .map(
              other ->
                  Verdict.forgets(
                      "'" + other.name() + "' has its series now, but series are known by the name of"
                          + " their detector"))
          .orElse(
              Verdict.atOnce("all that it knew is dropped, and open incidents are told to be over"));
    }

    private static boolean sameSeries(Detector one, Detector other) {
      return one.topic().equals(other.topic())
          && one.where().equals(other.where())
          && one.period().equals(other.period())
          && one.eachRecord() == other.eachRecord()
          && one.dimensions().equals(other.dimensions())
          && one.measures().equals(other.measures());
    }

    private List<KeyChange> keys(Detector was, Detector is) {
      List<KeyChange> keys = new ArrayList<>();
      if (!was.topic().equals(is.topic())) {
        Verdict verdict =
            topics.contains(is.topic())
                ? Verdict.forgets("what is learned stays with its topic")
                : notRead(is.topic());
        keys.add(KeyChange.of("topic", was.topic(), is.topic(), verdict));
      }
      keys.addAll(DetectorKeys.compare(was, is));
      return was.forest() || PeerKeys.learns(was.peers()) ? keys : learnedNothing(keys);
    }

    /** Where there is nothing to forget, nothing is forgotten. */
    private static List<KeyChange> learnedNothing(List<KeyChange> keys) {
      return keys.stream()
          .map(
              key ->
                  key.effect() == Effect.FORGETS
                      ? new KeyChange(
                          key.key(), key.before(), key.after(), Effect.KEEPS, NOTHING.sentence())
                      : key)
          .toList();
    }

    private static final Verdict NOTHING =
        Verdict.keeps("that was nothing; rules and peers begin anew");
  }
}
