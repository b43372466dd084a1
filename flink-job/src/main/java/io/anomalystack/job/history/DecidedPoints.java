package io.anomalystack.job.history;

import io.anomalystack.model.Decision;
import io.anomalystack.model.MeasureDecision;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.Measure;
import io.anomalystack.model.detector.MissingPolicy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The points that a detector's decisions were made of, gathered from the newest day backwards; of
 * each time series the last {@value PastPoints#MOST}.
 */
final class DecidedPoints {
  private static final Logger LOG = LoggerFactory.getLogger(DecidedPoints.class);

  private final Detector detector;
  private final List<String> measures;
  private final Predicate<String> wanted;

  /** A series' decisions come close together, and asking whose it is takes its hash. */
  private final Map<String, Boolean> known = new HashMap<>();

  private final Map<String, DecidedSeries> bySeries = new HashMap<>();
  private long decisions;
  private long ofOtherPeriods;

  /**
   * Nothing gathered yet.
   *
   * @param wanted by a time series' id, whether its points are to be kept
   */
  DecidedPoints(Detector detector, Predicate<String> wanted) {
    this.detector = detector;
    this.measures = detector.measures().stream().map(Measure::name).toList();
    this.wanted = wanted;
  }

  /** Gathers the point of a decision, if it is one of the detector as it is now. */
  void add(Decision decision) {
    if (!detector.name().equals(decision.detectorName()) || decision.timeseriesId() == null) {
      return;
    }
    decisions++;
    if (!hasThePeriod(decision)) {
      ofOtherPeriods++;
      return;
    }
    boolean noPoint =
        // Where what was decided ends it may be cut off in the middle of a period.
        decision.partial()
            // Empty periods are no points of such a detector.
            || (decision.filled() && detector.missing() == MissingPolicy.SKIP);
    if (noPoint || !known.computeIfAbsent(decision.timeseriesId(), wanted::test)) {
      return;
    }
    double[] values = values(decision);
    if (values != null) {
      bySeries
          .computeIfAbsent(decision.timeseriesId(), id -> new DecidedSeries(values.length))
          .add(time(decision), sequence(decision), values);
    }
  }

  /** Where the detector has another period by now, its earlier values are not to be compared. */
  private boolean hasThePeriod(Decision decision) {
    return decision.detectionPeriodEnd() - decision.detectionPeriodStart()
            == detector.period().toMillis()
        && (decision.sequence() != null) == detector.eachRecord();
  }

  private static long time(Decision decision) {
    return decision.recordTime() == null ? decision.detectionPeriodStart() : decision.recordTime();
  }

  private static long sequence(Decision decision) {
    return decision.sequence() == null ? 0 : decision.sequence();
  }

  /** What the model was given, NaN for what it was to fill in; null if that is not known. */
  private double[] values(Decision decision) {
    boolean impute = detector.missing() == MissingPolicy.IMPUTE;
    if (!detector.joint()) {
      return new double[] {
        impute && decision.filled() ? Double.NaN : decision.aggregatedMeasureValue()
      };
    }
    double[] values = new double[measures.size()];
    Arrays.fill(values, Double.NaN);
    boolean any = false;
    for (MeasureDecision measure : decision.measures()) {
      int index = measures.indexOf(measure.name());
      any |= index >= 0;
      if (index >= 0 && !(impute && (decision.filled() || isFilledIn(measure)))) {
        values[index] = measure.value();
      }
    }
    return any ? values : null;
  }

  /** Of a measure without a record the model says that it is what it predicted, and no more. */
  private static boolean isFilledIn(MeasureDecision measure) {
    return measure.predictedValue() != null
        && measure.predictedValue() == measure.value()
        && measure.lowerBound() == null;
  }

  /** Whether any decision was the detector's. */
  boolean found() {
    return decisions > 0;
  }

  /** Whether there are series, and older decisions add nothing to any of them. */
  boolean full() {
    return !bySeries.isEmpty() && bySeries.values().stream().allMatch(DecidedSeries::full);
  }

  /** All points, in the order of time. */
  PastPoints end() {
    PastPoints points = new PastPoints();
    bySeries.forEach(
        (id, series) -> series.forEach((time, values) -> points.add(id, time, values)));
    points.end();
    if (ofOtherPeriods > 0) {
      LOG.warn(
          "history of detector '{}': {} of {} decisions in the lake are of another period than {}:"
              + " not counted",
          detector.name(),
          ofOtherPeriods,
          decisions,
          detector.eachRecord() ? "record" : detector.period());
    }
    return points;
  }

  long decisions() {
    return decisions;
  }
}
