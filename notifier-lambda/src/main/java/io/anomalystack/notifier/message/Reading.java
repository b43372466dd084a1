package io.anomalystack.notifier.message;

import io.anomalystack.model.Decision;
import io.anomalystack.model.MeasureDecision;
import io.anomalystack.model.text.ReadableNumber;
import io.anomalystack.model.text.Reason;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What was measured and what is usual, in words. Of measures that are judged together, the one that
 * stands out.
 *
 * @param predicted null while unknown
 * @param lower null while unknown
 * @param upper null while unknown
 */
record Reading(
    String measure, double value, Double predicted, Double lower, Double upper, boolean filled) {
  private static final double CLEARLY_MORE = 1.5;
  private static final double CLEARLY_LESS = 0.75;

  /** A range is told to a thirtieth of its width or finer, see {@link ReadableNumber#near}. */
  private static final double STEPS_OF_A_SPAN = 30;

  private static final Pattern NOTHING_NEGATIVE = Pattern.compile("-[0.]+");

  /** Beyond these a factor says less than the two numbers. */
  private static final double MOST_TIMES = 1000;

  static Reading of(Decision decision) {
    String standingOut = Reason.standingOut(decision.measures());
    for (MeasureDecision measure : decision.measures()) {
      if (measure.name().equals(standingOut)) {
        return new Reading(
            measure.name(),
            measure.value(),
            measure.predictedValue(),
            measure.lowerBound(),
            measure.upperBound(),
            decision.filled());
      }
    }
    return new Reading(
        decision.measure(),
        decision.aggregatedMeasureValue(),
        decision.predictedValue(),
        decision.lowerBound(),
        decision.upperBound(),
        decision.filled());
  }

  /** The value, no finer than what is usual lets tell. */
  String seen() {
    String number =
        value == Math.rint(value) || !isBounded() ? plain(ReadableNumber.of(value)) : near(value);
    return filled ? number + " (no records)" : number;
  }

  /** What it is held against, such as {@code usually 6.5 to 12.5}. */
  String standard() {
    if (isWithinUsual()) {
      return "unusual after what came before";
    }
    if (isBounded()) {
      return "usually " + range();
    }
    return predicted == null
        ? "which is unusual"
        : "where " + plain(ReadableNumber.of(predicted)) + " was expected";
  }

  /** What was expected and what is usual, as far as known. */
  Optional<String> expected() {
    if (!isBounded()) {
      return Optional.ofNullable(predicted).map(number -> plain(ReadableNumber.of(number)));
    }
    String usual = "usually " + range();
    return Optional.of(predicted == null ? usual : near(predicted) + ", " + usual);
  }

  private String range() {
    String least = near(lower);
    String most = near(upper);
    return least.equals(most) ? least : least + " to " + most;
  }

  /**
   * A number as fine as the range of what is usual, or finer where the value lies so close to that
   * range that it would look as if it were within: nobody is told of 6.5, usually 6.5 to 12.5.
   */
  private String near(double number) {
    double beyond = Math.max(lower - value, value - upper);
    double span = upper - lower;
    return plain(
        ReadableNumber.near(number, beyond > 0 ? Math.min(span, STEPS_OF_A_SPAN * beyond) : span));
  }

  /** Without the sign of what is rounded to nothing. */
  private static String plain(String number) {
    return NOTHING_NEGATIVE.matcher(number).matches() ? number.substring(1) : number;
  }

  /** Whether the value by itself would be usual. */
  boolean isWithinUsual() {
    return isBounded() && value >= lower && value <= upper;
  }

  /**
   * How it compares with what was expected, such as {@code 5.7 times what was expected}; empty
   * where that says nothing.
   */
  Optional<String> comparison() {
    if (predicted == null || !(predicted > 0) || !(value >= 0) || filled) {
      return Optional.empty();
    }
    double times = value / predicted;
    if (times >= CLEARLY_MORE && times < MOST_TIMES) {
      String factor = times >= 10 ? "%.0f" : "%.1f";
      return Optional.of(String.format(Locale.ROOT, factor, times) + " times what was expected");
    }
    if (times <= CLEARLY_LESS && times > 0) {
      return Optional.of(
          String.format(Locale.ROOT, times < 0.1 ? "%.1f" : "%.0f", 100 * times)
              + "% of what was expected");
    }
    return Optional.empty();
  }

  private boolean isBounded() {
    return lower != null && upper != null;
  }
}
