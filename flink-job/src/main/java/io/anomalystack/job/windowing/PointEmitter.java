package io.anomalystack.job.windowing;

import io.anomalystack.model.Dimension;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.MissingPolicy;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Makes points of a series' decided periods and sends them on. */
final class PointEmitter implements SeriesRules.Output {
  private final Output<StreamRecord<Point>> output;
  private Detector detector;
  private List<String> values;
  private String[] ids;

  PointEmitter(Output<StreamRecord<Point>> output) {
    this.output = output;
  }

  /** Turns to a series. */
  void series(LiveWindows.Series series, SeriesRules rules) {
    detector = rules.detector();
    values = series.key().values();
    ids = series.ids(() -> ids(detector, values));
  }

  private static String[] ids(Detector detector, List<String> values) {
    List<Dimension> dimensions = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      dimensions.add(new Dimension(detector.dimensions().get(i).text(), values.get(i)));
    }
    return detector.measures().stream()
        .map(measure -> TimeSeriesId.of(detector.name(), measure.name(), dimensions))
        .toArray(String[]::new);
  }

  @Override
  public void value(
      int measure,
      long start,
      double value,
      boolean filled,
      boolean partial,
      long recordTime,
      long sequence) {
    boolean impute = filled && detector.missing() == MissingPolicy.IMPUTE;
    send(
        impute ? Point.Kind.IMPUTE : Point.Kind.SCORE,
        measure,
        start,
        value,
        filled,
        partial,
        recordTime,
        sequence);
  }

  /** Has the scorer forget the series. */
  void expire() {
    for (int measure = 0; measure < ids.length; measure++) {
      send(Point.Kind.EXPIRE, measure, 0, 0, false, false, -1, 0);
    }
  }

  private void send(
      Point.Kind kind,
      int measure,
      long start,
      double value,
      boolean filled,
      boolean partial,
      long recordTime,
      long sequence) {
    long end = start + detector.period().toMillis();
    output.collect(
        new StreamRecord<>(
            new Point(
                kind,
                ids[measure],
                detector.name(),
                detector.measures().get(measure).name(),
                values,
                start,
                end,
                value,
                filled,
                partial,
                recordTime,
                sequence),
            end - 1));
  }
}
