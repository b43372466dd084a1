package io.anomalystack.notifier.message;

import io.anomalystack.model.Decision;
import io.anomalystack.model.MeasureDecision;
import io.anomalystack.model.text.ReadableNumber;
import io.anomalystack.model.text.Reason;
import java.util.Locale;
import java.util.Optional;

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
        value == Math.rint(value) || !isBounded()
            ? ReadableNumber.of(value)
            : ReadableNumber.near(value, upper - lower);
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
    return predicted == null ? "which is unusual" : ReadableNumber.of(predicted) + " expected";
  }

  /** What was expected and what is usual, as far as known. */
  Optional<String> expected() {
    if (!isBounded()) {
      return Optional.ofNullable(predicted).map(ReadableNumber::of);
    }
    String usual = "usually " + range();
    return Optional.of(
        predicted == null ? usual : ReadableNumber.near(predicted, upper - lower) + ", " + usual);
  }

  private String range() {
    double span = upper - lower;
    String least = ReadableNumber.near(lower, span);
    String most = ReadableNumber.near(upper, span);
    return least.equals(most) ? least : least + " to " + most;
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
