package io.anomalystack.local.backtest;

import io.anomalystack.local.quality.Totals;
import io.anomalystack.model.text.ReadableNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The least quality that is good enough.
 *
 * @param minPrecision 0 to 1, or null for any. Where there is no alert there is no false one, and
 *     precision is good enough
 * @param minRecall 0 to 1, or null for any. Where there is no window to be found, recall is not
 *     good enough, as nothing has been shown
 */
public record Gates(Double minPrecision, Double minRecall) {
  /** What is not good enough, a line each. */
  public List<String> missed(Totals totals) {
    List<String> missed = new ArrayList<>();
    OptionalDouble precision = totals.precision();
    if (minPrecision != null && precision.orElse(1) < minPrecision) {
      missed.add(below("precision", precision.getAsDouble(), "--min-precision", minPrecision));
    }
    OptionalDouble recall = totals.recall();
    if (minRecall != null && recall.isEmpty()) {
      missed.add("recall is unknown, as no labelled window counts, but --min-recall asks for it");
    } else if (minRecall != null && recall.getAsDouble() < minRecall) {
      missed.add(below("recall", recall.getAsDouble(), "--min-recall", minRecall));
    }
    return missed;
  }

  private static String below(String name, double value, String option, double least) {
    return "%s is %s, below %s %s".formatted(name, ReadableNumber.of(value), option, least);
  }
}
