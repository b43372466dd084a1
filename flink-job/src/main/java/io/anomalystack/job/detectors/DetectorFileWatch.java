package io.anomalystack.job.detectors;

import io.anomalystack.model.change.DetectorChanges;
import io.anomalystack.model.detector.Detector;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Looks at the detector file of a running job, again and again. What it finds is told once, however
 * long the file stays as it is.
 */
final class DetectorFileWatch {
  private static final Look NOTHING = new Look.Nothing();

  private final DetectorLocation location;
  private final Set<String> forget;

  /** What was found last. */
  private String found = "";

  /** What was refused last. */
  private String refused = "";

  /**
   * Watches a file.
   *
   * @param forget names of the detectors whose learning a change may forget
   */
  DetectorFileWatch(DetectorLocation location, Set<String> forget) {
    this.location = location;
    this.forget = forget;
  }

  /**
   * Looks at the file.
   *
   * @param running what runs now
   * @param digest of the content that it is from
   */
  Look look(List<Detector> running, String digest) {
    DetectorContent content;
    try {
      content = location.read();
    } catch (IOException | RuntimeException e) {
      // By its kind: what an object store says names each request anew.
      return refuse(e.getClass().getName(), List.of("cannot be read: " + e.getMessage()));
    }
    // An editor may be half-way through: what is on disk counts once it stays as it is.
    boolean settled = !location.isLocal() || content.digest().equals(found);
    found = content.digest();
    if (content.digest().equals(digest)) {
      refused = "";
      return NOTHING;
    }
    if (!settled) {
      return NOTHING;
    }
    if (!content.problems().isEmpty()) {
      return refuse(content.digest(), content.problems());
    }
    DetectorChanges changes = DetectorChanges.between(running, content.detectors(), forget);
    return changes.accepted()
        ? new Look.Changed(content, changes)
        : refuse(content.digest(), changes.refusals());
  }

  private Look refuse(String what, List<String> problems) {
    if (what.equals(refused)) {
      return NOTHING;
    }
    refused = what;
    return new Look.Refused(problems);
  }
}
