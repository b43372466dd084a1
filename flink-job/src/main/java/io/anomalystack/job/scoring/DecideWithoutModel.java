package io.anomalystack.job.scoring;

import io.anomalystack.job.metrics.DecisionMetrics;
import io.anomalystack.job.metrics.DetectorNames;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Decides on the points of detectors whose series have no model: what there is to say was found
 * before. It needs no state, and so no key.
 */
public final class DecideWithoutModel extends RichFlatMapFunction<Point, Decision> {
  private final Map<String, Detector> detectors;

  private transient DecisionMetrics metrics;

  /** Decides for these detectors. */
  public DecideWithoutModel(List<Detector> detectors) {
    this.detectors =
        detectors.stream().collect(Collectors.toMap(Detector::name, Function.identity()));
  }

  @Override
  public void open(OpenContext context) {
    metrics =
        new DecisionMetrics(
            getRuntimeContext().getMetricGroup(),
            System::currentTimeMillis,
            DetectorNames.of(detectors.values()));
  }

  @Override
  public void flatMap(Point point, Collector<Decision> decisions) {
    Detector detector = detectors.get(point.detector());
    if (detector != null && point.kind() != Point.Kind.EXPIRE) {
      Decision decision = Decisions.withoutModel(point, detector);
      metrics.count(decision, detector);
      decisions.collect(decision);
    }
  }
}
