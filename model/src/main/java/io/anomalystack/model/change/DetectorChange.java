package io.anomalystack.model.change;

import java.util.List;

/**
 * What becomes of one detector.
 *
 * @param detector its name
 * @param keys the settings that differ; only of one that is changed
 * @param effect the gravest of all
 * @param consequence what that does to a running job, in one plain sentence
 */
public record DetectorChange(
    String detector, Kind kind, List<KeyChange> keys, Effect effect, String consequence) {
  /** How it differs. */
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED
  }

  /** Copies the settings. */
  public DetectorChange {
    keys = List.copyOf(keys);
  }

  static DetectorChange of(String detector, Kind kind, Verdict verdict) {
    return new DetectorChange(detector, kind, List.of(), verdict.effect(), verdict.sentence());
  }

  static DetectorChange of(String detector, List<KeyChange> keys) {
    KeyChange gravest = keys.get(0);
    for (KeyChange key : keys) {
      gravest = key.effect().compareTo(gravest.effect()) > 0 ? key : gravest;
    }
    return new DetectorChange(
        detector, Kind.CHANGED, keys, gravest.effect(), gravest.consequence());
  }
}
