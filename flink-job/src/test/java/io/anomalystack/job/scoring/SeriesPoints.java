package io.anomalystack.job.scoring;

import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.Measure;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Points of a detector of sales, as its aggregation would send them. */
record SeriesPoints(Detector detector) {
  /** A period of this number, counted from the epoch, with one value for each measure. */
  Point score(String product, long slot, double... values) {
    return point(Point.Kind.SCORE, product, slot, values);
  }

  /** An empty period that is left to the model, with the values last known. */
  Point impute(String product, long slot, double... last) {
    return point(Point.Kind.IMPUTE, product, slot, last);
  }

  Point expire(String product) {
    return point(Point.Kind.EXPIRE, product, 0);
  }

  private Point point(Point.Kind kind, String product, long slot, double... values) {
    long period = detector.period().toMillis();
    return new Point(
        kind,
        id(product),
        detector.name(),
        measure(),
        List.of(product),
        slot * period,
        (slot + 1) * period,
        Arrays.stream(values).boxed().toList(),
        kind == Point.Kind.IMPUTE,
        false,
        -1,
        0);
  }

  String id(String product) {
    List<Dimension> dimensions = List.of(new Dimension("product_name", product));
    return TimeSeriesId.of(detector.name(), measure(), dimensions);
  }

  private String measure() {
    return detector.measures().stream().map(Measure::name).collect(Collectors.joining("+"));
  }
}
