package io.anomalystack.job.scoring;

import io.anomalystack.detection.Explanation;
import io.anomalystack.detection.Explanation.Contributor;
import io.anomalystack.detection.Verdict;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Says what the engine knows of an unusual point in a decision's own terms: per cent, and times.
 */
final class Explanations {
  private static final double PER_CENT = 100;

  private Explanations() {}

  static io.anomalystack.model.Explanation of(Verdict verdict, Point point, Detector detector) {
    Explanation found = verdict.explanation();
    if (found == null) {
      return io.anomalystack.model.Explanation.NONE;
    }
    return new io.anomalystack.model.Explanation(
        contributors(found),
        anomalyStart(found, point, detector),
        Objects.toString(found.heldBack(), null));
  }

  private static List<io.anomalystack.model.Contributor> contributors(Explanation found) {
    List<io.anomalystack.model.Contributor> contributors = new ArrayList<>();
    for (Contributor kind : Contributor.values()) {
      Double share = found.contributors().get(kind);
      if (share != null) {
        contributors.add(new io.anomalystack.model.Contributor(name(kind), PER_CENT * share));
      }
    }
    return contributors;
  }

  private static String name(Contributor kind) {
    return switch (kind) {
      case LEVEL -> io.anomalystack.model.Contributor.LEVEL;
      case SEASON -> io.anomalystack.model.Contributor.SEASON;
      case PATTERN -> io.anomalystack.model.Contributor.PATTERN;
    };
  }

  /** A slot is a period, except where each record is one: those are not evenly apart. */
  private static Long anomalyStart(Explanation found, Point point, Detector detector) {
    if (found.beganSlotsAgo() == 0 || detector.eachRecord()) {
      return null;
    }
    return point.start() - found.beganSlotsAgo() * detector.period().toMillis();
  }
}
