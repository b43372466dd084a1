package io.anomalystack.job.scoring;

import io.anomalystack.detection.Verdict;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.List;

/** Puts a point and the model's verdict on it together. */
final class Decisions {
  private Decisions() {}

  static Decision of(Point point, Detector detector, Verdict verdict, long processedPoints) {
    boolean anomaly = verdict.score() > detector.anomalyThreshold();
    return new Decision(
        point.detector(),
        point.measure(),
        point.timeseriesId(),
        detector.anomalyThreshold(),
        dimensions(point, detector),
        verdict.value(),
        verdict.score(),
        point.start(),
        point.end(),
        processedPoints,
        verdict.confidence(),
        anomaly ? 1 : 0,
        verdict.stage(),
        verdict.expectedValue(),
        TimeSeriesId.decisionId(point.timeseriesId(), point.start(), point.sequence()),
        point.filled(),
        point.partial(),
        null,
        null,
        null,
        anomaly ? 1 : 0,
        detector.eachRecord() ? point.recordTime() : null,
        detector.eachRecord() ? point.sequence() : null);
  }

  private static List<Dimension> dimensions(Point point, Detector detector) {
    List<Dimension> dimensions = new ArrayList<>(point.dimensions().size());
    for (int i = 0; i < point.dimensions().size(); i++) {
      dimensions.add(new Dimension(detector.dimensions().get(i).text(), point.dimensions().get(i)));
    }
    return dimensions;
  }
}
