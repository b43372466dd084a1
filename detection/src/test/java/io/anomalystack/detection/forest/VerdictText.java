package io.anomalystack.detection.forest;

import io.anomalystack.detection.Explanation;
import io.anomalystack.detection.Verdict;
import java.util.Arrays;

/** Every field of a verdict, so that equal texts mean equal bits. */
final class VerdictText {

  private VerdictText() {}

  static String of(Verdict verdict) {
    Explanation explanation = verdict.explanation();
    return String.join(
        " ",
        verdict.measures().toString().replace(" ", ""),
        Double.toString(verdict.score()),
        Double.toString(verdict.confidence()),
        verdict.stage().name(),
        Integer.toString(verdict.pointsUntilInference()),
        explanation == null ? "-" : of(explanation));
  }

  private static String of(Explanation explanation) {
    return String.join(
        " ",
        Double.toString(explanation.rawScore()),
        Double.toString(explanation.rawThreshold()),
        explanation.contributors().toString().replace(" ", ""),
        Long.toString(-explanation.beganSlotsAgo()),
        Double.toString(explanation.pastValue()),
        Arrays.toString(explanation.attribution()).replace(" ", ""),
        String.valueOf(explanation.heldBack()));
  }
}
