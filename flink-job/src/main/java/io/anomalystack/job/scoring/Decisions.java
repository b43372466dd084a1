package io.anomalystack.job.scoring;

import io.anomalystack.detection.MeasureVerdict;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.Verdict;
import io.anomalystack.job.rules.EventFindings;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Denominator;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.Explanation;
import io.anomalystack.model.Findings;
import io.anomalystack.model.MeasureDecision;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.Suppression;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.model.calendar.Calendar;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.Steering;
import java.util.ArrayList;
import java.util.List;

/** Puts a point, its detector and the model's verdict together. */
final class Decisions {
  private static final double PER_CENT = 100;

  private Decisions() {}

  /** The decision on a point that the model has taken in. */
  static Decision of(Point point, Detector detector, Verdict verdict, SeriesModel model) {
    Steering steering = detector.steering(point.dimensions());
    Suppression suppression = Silencing.of(verdict, steering);
    double score = suppression == null ? verdict.score() : 0;
    boolean anomaly = score > steering.threshold();
    MeasureVerdict leading = verdict.leading();
    return new Decision(
            point.detector(),
            point.measure(),
            point.timeseriesId(),
            steering.threshold(),
            dimensions(point, detector),
            leading.value(),
            score,
            point.start(),
            point.end(),
            model.points(),
            verdict.confidence(),
            anomaly ? 1 : 0,
            verdict.stage(),
            suppression == null ? leading.expected() : 0,
            TimeSeriesId.decisionId(point.timeseriesId(), point.start(), point.sequence()),
            point.filled(),
            point.partial(),
            known(leading.predicted()),
            known(leading.lower()),
            known(leading.upper()),
            anomaly ? 1 : 0,
            detector.eachRecord() ? point.recordTime() : null,
            detector.eachRecord() ? point.sequence() : null,
            suppression,
            Explanations.of(verdict, point, detector),
            verdict.stage() == ModelStage.LEARNING ? (long) verdict.pointsUntilInference() : null,
            detector.joint() ? measures(detector, verdict) : List.of(),
            Findings.NONE)
        .with(findings(point, detector));
  }

  /**
   * The decision on a point that a calendar keeps from the model: all that is said of it is its
   * value, and where the model stands. The confidence is 0, since nothing was judged.
   *
   * @param calendar the calendar's name
   * @param model null where the detector's series have none
   */
  static Decision keptOut(Point point, Detector detector, String calendar, SeriesModel model) {
    return unjudged(point, detector, Suppression.byCalendar(0, calendar), model);
  }

  /** The decision on a point of a series that has no model. */
  static Decision withoutModel(Point point, Detector detector) {
    Calendar calendar = Calendars.covering(detector, point.start(), point.end());
    return calendar == null
        ? unscored(point, detector, null)
        : keptOut(point, detector, calendar.name(), null);
  }

  /**
   * The decision on a point that its model is not asked of, or that has none: what there is to say
   * of it is found beside the score.
   *
   * @param model null where the detector's series have none
   */
  static Decision unscored(Point point, Detector detector, SeriesModel model) {
    return unjudged(point, detector, null, model);
  }

  private static Decision unjudged(
      Point point, Detector detector, Suppression suppression, SeriesModel model) {
    List<MeasureDecision> measures = detector.joint() ? measures(point, detector) : List.of();
    int remaining = model == null ? 0 : model.pointsUntilInference();
    Findings findings = findings(point, detector);
    return new Decision(
        point.detector(),
        point.measure(),
        point.timeseriesId(),
        detector.steering(point.dimensions()).threshold(),
        dimensions(point, detector),
        detector.joint() ? measures.get(0).value() : point.values().get(0),
        0,
        point.start(),
        point.end(),
        model == null ? point.sequence() : model.points(),
        0,
        0,
        remaining > 0 ? ModelStage.LEARNING : ModelStage.INFERENCE,
        0,
        TimeSeriesId.decisionId(point.timeseriesId(), point.start(), point.sequence()),
        point.filled(),
        point.partial(),
        null,
        null,
        null,
        findings.alerts() ? 1 : 0,
        detector.eachRecord() ? point.recordTime() : null,
        detector.eachRecord() ? point.sequence() : null,
        suppression,
        Explanation.NONE,
        remaining > 0 ? (long) remaining : null,
        measures,
        findings);
  }

  /** What is there of a joint series' values. */
  private static List<MeasureDecision> measures(Point point, Detector detector) {
    List<MeasureDecision> measures = new ArrayList<>();
    for (int i = 0; i < point.values().size(); i++) {
      double value = point.values().get(i);
      if (!Double.isNaN(value)) {
        String name = detector.measures().get(i).name();
        measures.add(new MeasureDecision(name, value, null, null, null, 0));
      }
    }
    return measures;
  }

  /** What is known of a point without its model. */
  private static Findings findings(Point point, Detector detector) {
    Denominator denominator = detector.denominator(point.measure(), point.dimensions());
    return point.step() == null
            && point.peer() == null
            && point.event() == null
            && denominator == null
        ? Findings.NONE
        : new Findings(point.step(), EventFindings.of(point, detector), point.peer(), denominator);
  }

  private static List<Dimension> dimensions(Point point, Detector detector) {
    List<Dimension> dimensions = new ArrayList<>(point.dimensions().size());
    for (int i = 0; i < point.dimensions().size(); i++) {
      dimensions.add(new Dimension(detector.dimensions().get(i).text(), point.dimensions().get(i)));
    }
    return dimensions;
  }

  private static List<MeasureDecision> measures(Detector detector, Verdict verdict) {
    List<MeasureDecision> measures = new ArrayList<>(verdict.measures().size());
    for (int i = 0; i < verdict.measures().size(); i++) {
      MeasureVerdict measure = verdict.measures().get(i);
      measures.add(
          new MeasureDecision(
              detector.measures().get(i).name(),
              measure.value(),
              known(measure.predicted()),
              known(measure.lower()),
              known(measure.upper()),
              PER_CENT * measure.share()));
    }
    return measures;
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : (Double) value;
  }
}
