package io.anomalystack.model.change;

import io.anomalystack.model.change.DetectorChange.Kind;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Two detector files, by the detectors' names.
 *
 * @param topics what the job reads
 */
record Comparison(Map<String, Detector> before, Map<String, Detector> after, Set<String> topics) {
  private static final Verdict NOTHING_LEARNED =
      Verdict.keeps("that was nothing; rules and peers begin anew");

  /** Of a setting that is of no kind known here nobody knows what it would do. */
  private static final Verdict UNKNOWN = Verdict.restart("it differs in what cannot be compared");

  /** In the order of the new file, those that left it last. */
  List<DetectorChange> changes() {
    List<DetectorChange> changes = new ArrayList<>();
    for (Detector detector : after.values()) {
      Detector was = before.get(detector.name());
      if (was == null) {
        changes.add(DetectorChange.of(detector.name(), Kind.ADDED, added(detector)));
      } else if (!was.equals(detector)) {
        List<KeyChange> keys = keys(was, detector);
        changes.add(
            keys.isEmpty()
                ? DetectorChange.of(detector.name(), Kind.CHANGED, UNKNOWN)
                : DetectorChange.of(detector.name(), keys));
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
    return detector.forest() ? Verdict.atOnce("its series begin to learn") : Verdict.atOnce();
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
                    "'%s' has its series now, and learns them anew".formatted(other.name())))
        .orElse(Verdict.atOnce("what it learned is dropped, open incidents end"));
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

  /** Where nothing was learned, nothing is forgotten. */
  private static List<KeyChange> learnedNothing(List<KeyChange> keys) {
    return keys.stream()
        .map(key -> key.effect() == Effect.FORGETS ? key.with(NOTHING_LEARNED) : key)
        .toList();
  }
}
