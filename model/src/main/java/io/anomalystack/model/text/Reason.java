package io.anomalystack.model.text;

import io.anomalystack.model.Contributor;
import io.anomalystack.model.MeasureDecision;
import java.util.Comparator;
import java.util.List;

/**
 * Why a decision deserves attention, in a sentence or two for people who know the number and not
 * the model.
 *
 * @param measure the measure whose value it is, if several are judged together; else null
 * @param value in the measure's unit
 * @param predicted what was expected, in the measure's unit; null while unknown
 * @param lower where what is usual begins; null while unknown
 * @param upper where what is usual ends; null while unknown
 * @param filled whether there was no record
 * @param contributors in what the point deviates; empty if unknown
 */
public record Reason(
    String measure,
    double value,
    Double predicted,
    Double lower,
    Double upper,
    boolean filled,
    List<Contributor> contributors) {

  /**
   * Of measures that are judged together, the one with the largest share; null if there is none.
   */
  public static String standingOut(List<MeasureDecision> measures) {
    return measures.stream()
        .max(Comparator.comparingDouble(MeasureDecision::share))
        .map(MeasureDecision::name)
        .orElse(null);
  }

  /** The sentences. */
  public String text() {
    String what = (measure == null ? "" : measure + ": ") + deviation();
    String why = mostly();
    return why.isEmpty() ? what : what + " " + why;
  }

  private String deviation() {
    double span = lower == null || upper == null ? Double.NaN : upper - lower;
    // A count stays a count; what was measured is no finer than its range.
    String number =
        value == Math.rint(value) ? ReadableNumber.of(value) : ReadableNumber.near(value, span);
    String seen = filled ? "No record, which counts as " + number + ":" : number + " is";
    if (lower == null || upper == null) {
      return predicted == null
          ? seen + " unusual."
          : seen + " unusual where " + ReadableNumber.of(predicted) + " was expected.";
    }
    String usual = ReadableNumber.near(lower, span) + " to " + ReadableNumber.near(upper, span);
    String expected =
        predicted == null ? "" : ", " + ReadableNumber.near(predicted, span) + " expected";
    if (value > upper) {
      return seen + " above the usual " + usual + expected + ".";
    }
    if (value < lower) {
      return seen + " below the usual " + usual + expected + ".";
    }
    return seen
        + " within the usual "
        + usual
        + ", but the last few values together are like none before.";
  }

  /** What the surprise comes from most, where the value alone does not say so. */
  private String mostly() {
    boolean within = lower != null && upper != null && value >= lower && value <= upper;
    String most =
        contributors.stream()
            .max(Comparator.comparingDouble(Contributor::share))
            .map(Contributor::name)
            .orElse("");
    if (within) {
      return "";
    }
    return switch (most) {
      case Contributor.SEASON -> "It is most unusual for this time of its rhythm.";
      case Contributor.PATTERN -> "The last few values do not move as they used to.";
      case Contributor.LEVEL -> "It is far from the recent level.";
      default -> "";
    };
  }
}
