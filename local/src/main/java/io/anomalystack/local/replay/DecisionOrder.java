package io.anomalystack.local.replay;

import io.anomalystack.model.Decision;
import java.util.Comparator;

/** The order of decisions in a replay's output. */
final class DecisionOrder {
  /** Among decisions of the same period end. */
  static final Comparator<Decision> WITHIN_END =
      Comparator.comparing(Decision::detectorName)
          .thenComparing(Decision::timeseriesId)
          .thenComparing(Decision::sequence, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparingLong(Decision::detectionPeriodStart)
          .thenComparing(Decision::measure);

  private DecisionOrder() {}
}
