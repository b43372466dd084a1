package io.anomalystack.job.peers;

import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.PeerFinding;
import java.util.List;

/** A point that waits for its peers: what tells it from others of its series, and no more. */
final class WaitingPoint {
  final PeerSeries series;
  final Point.Kind kind;
  final long start;
  final double value;
  final boolean filled;
  final boolean partial;
  final long recordTime;
  final long sequence;
  final Long step;
  final Point.Event event;

  /** Whether it is still to be compared. */
  boolean open;

  /** What came of that, or null. */
  PeerFinding finding;

  WaitingPoint(
      PeerSeries series,
      Point.Kind kind,
      long start,
      double value,
      boolean filled,
      boolean partial,
      long recordTime,
      long sequence,
      Long step,
      Point.Event event) {
    this.series = series;
    this.kind = kind;
    this.start = start;
    this.value = value;
    this.filled = filled;
    this.partial = partial;
    this.recordTime = recordTime;
    this.sequence = sequence;
    this.step = step;
    this.event = event;
  }

  static WaitingPoint of(PeerSeries series, Point point) {
    return new WaitingPoint(
        series,
        point.kind(),
        point.start(),
        point.values().isEmpty() ? Double.NaN : point.values().get(0),
        point.filled(),
        point.partial(),
        point.recordTime(),
        point.sequence(),
        point.step(),
        point.event());
  }

  long end() {
    return start + series.group.periodMillis();
  }

  /** The point, with what was found. */
  Point point() {
    PeerGroup group = series.group;
    return new Point(
        kind,
        series.timeseriesId,
        group.detectorName(),
        group.measure(),
        series.dimensions,
        start,
        end(),
        kind == Point.Kind.EXPIRE ? List.of() : List.of(value),
        filled,
        partial,
        recordTime,
        sequence,
        step,
        event,
        finding);
  }
}
