package io.anomalystack.job.windowing;

import io.anomalystack.model.detector.Detector;
import java.util.Arrays;
import java.util.List;

/** Makes points of a series' decided periods and sends them on. */
final class PointEmitter implements Deciding.Output {
  private static final double[] NO_VALUES = {};

  private final Output output;
  private Detector detector;
  private List<TimeSeries> series;

  PointEmitter(Output output) {
    this.output = output;
  }

  /** Where the points go. */
  interface Output {
    /**
     * Takes the next one.
     *
     * @param peerGroup the group that it is to be compared within; null for none
     */
    void take(Point point, String peerGroup);
  }

  /** Turns to the series of one combination of dimensions, in the order of their names. */
  void series(Detector detector, List<TimeSeries> series) {
    this.detector = detector;
    this.series = series;
  }

  @Override
  public void take(Decided decided) {
    long end = decided.start() + detector.period().toMillis();
    TimeSeries of = series.get(decided.series());
    output.take(
        new Point(
            decided.kind(),
            of.id(),
            detector.name(),
            of.measure(),
            of.dimensions(),
            decided.start(),
            end,
            Arrays.stream(decided.values()).boxed().toList(),
            decided.filled(),
            decided.partial(),
            decided.recordTime(),
            decided.sequence(),
            decided.step(),
            decided.event(),
            null),
        of.peerGroup());
  }

  /** Has the scorer forget the series. */
  void expire() {
    for (int i = 0; i < series.size(); i++) {
      take(new Decided(Point.Kind.EXPIRE, i, 0, NO_VALUES, false, false, -1, 0, null, null));
    }
  }
}
