package io.anomalystack.job.windowing;

import io.anomalystack.model.Dimension;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Makes points of a series' decided periods and sends them on. */
final class PointEmitter implements Deciding.Output {
  private static final double[] NO_VALUES = {};

  private final Consumer<Point> output;
  private Detector detector;
  private List<String> names;
  private List<String> dimensions;
  private String[] ids;

  PointEmitter(Consumer<Point> output) {
    this.output = output;
  }

  /**
   * Turns to the series of one combination of dimensions.
   *
   * @param ids theirs, see {@link #ids}
   */
  void series(SeriesRules rules, List<String> dimensions, String[] ids) {
    this.detector = rules.detector();
    this.names = rules.names();
    this.dimensions = dimensions;
    this.ids = ids;
  }

  /** The ids of the time series of one combination of dimensions, in the order of their names. */
  static String[] ids(SeriesRules rules, List<String> values) {
    List<Dimension> dimensions = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      dimensions.add(new Dimension(rules.detector().dimensions().get(i).text(), values.get(i)));
    }
    return rules.names().stream()
        .map(name -> TimeSeriesId.of(rules.detector().name(), name, dimensions))
        .toArray(String[]::new);
  }

  @Override
  public void take(Decided decided) {
    long end = decided.start() + detector.period().toMillis();
    output.accept(
        new Point(
            decided.kind(),
            ids[decided.series()],
            detector.name(),
            names.get(decided.series()),
            dimensions,
            decided.start(),
            end,
            Arrays.stream(decided.values()).boxed().toList(),
            decided.filled(),
            decided.partial(),
            decided.recordTime(),
            decided.sequence(),
            decided.step(),
            decided.event(),
            null));
  }

  /** Has the scorer forget the series. */
  void expire() {
    for (int series = 0; series < ids.length; series++) {
      take(new Decided(Point.Kind.EXPIRE, series, 0, NO_VALUES, false, false, -1, 0, null, null));
    }
  }
}
