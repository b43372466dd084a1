package io.anomalystack.job.scoring;

import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Decides on the points of detectors whose series have no model: what there is to say was found
 * before. It needs no state, and so no key.
 */
public final class DecideWithoutModel implements FlatMapFunction<Point, Decision> {
  private final Map<String, Detector> detectors;

  /** Decides for these detectors. */
  public DecideWithoutModel(List<Detector> detectors) {
    this.detectors =
        detectors.stream().collect(Collectors.toMap(Detector::name, Function.identity()));
  }

  @Override
  public void flatMap(Point point, Collector<Decision> decisions) {
    Detector detector = detectors.get(point.detector());
    if (detector != null && point.kind() != Point.Kind.EXPIRE) {
      decisions.collect(Decisions.withoutModel(point, detector));
    }
  }
}
