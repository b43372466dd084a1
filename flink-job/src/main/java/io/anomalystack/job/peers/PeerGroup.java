package io.anomalystack.job.peers;

import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.MissingPolicy;
import io.anomalystack.model.detector.Peers.Baseline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Series that are each other's peers, and their points that wait for those of the same moment. All
 * that it does follows from event times; when points arrive does not matter.
 *
 * <p>A moment is a period, or with {@code period: record} a step. Its first point opens it; it
 * takes one point of each series that ends up to {@code within} later. What comes after that, such
 * as a straggler, or a step that is done again from a checkpoint, opens another moment.
 */
final class PeerGroup {
  /** No timer, or nothing that waits. */
  static final long NONE = Long.MAX_VALUE;

  private final String key;
  private final String detectorName;
  private final String measure;
  private final long periodMillis;
  private final Detector detector;
  private final MomentComparison comparison;

  /** By their ids, in the order of their first points. */
  final Map<String, PeerSeries> series = new HashMap<>();

  /** What waits, by the ends of the points; those of one series are in the order of their times. */
  final TreeMap<Long, List<WaitingPoint>> waiting = new TreeMap<>();

  final UsualSpread usualSpread = new UsualSpread();

  /** The earliest end that a timer is set for. */
  long timer = NONE;

  /** Whether it differs from its saved state. */
  boolean changed;

  /** What is to be compared, by moment. */
  private final Map<Long, List<WaitingPoint>> open = new HashMap<>();

  private final List<WaitingPoint> met = new ArrayList<>();
  private long moments;

  /**
   * A group without any series.
   *
   * @param detector null if it left the detector file: then nothing is compared
   */
  PeerGroup(String key, String detectorName, String measure, long periodMillis, Detector detector) {
    this.key = key;
    this.detectorName = detectorName;
    this.measure = measure;
    this.periodMillis = periodMillis;
    this.detector = detector;
    this.comparison = detector == null ? null : new MomentComparison(detector);
  }

  String key() {
    return key;
  }

  String detectorName() {
    return detectorName;
  }

  String measure() {
    return measure;
  }

  long periodMillis() {
    return periodMillis;
  }

  Detector detector() {
    return detector;
  }

  /** Begins a series. */
  PeerSeries begin(String timeseriesId, List<String> dimensions) {
    PeerSeries begun = new PeerSeries(this, timeseriesId, dimensions);
    begun.usual = learnsPlaces() ? new UsualPlace() : null;
    series.put(timeseriesId, begun);
    return begun;
  }

  private boolean learnsPlaces() {
    return detector != null && detector.peers().baseline() == Baseline.OWN;
  }

  /** Has a point wait for its peers. */
  void add(PeerSeries of, Point point) {
    WaitingPoint added = WaitingPoint.of(of, point);
    added.open = isCompared(point);
    add(point.end(), added);
  }

  /** Puts a point that waits in its place. */
  void add(long end, WaitingPoint point) {
    waiting.computeIfAbsent(end, e -> new ArrayList<>(series.size())).add(point);
    if (point.open) {
      open.computeIfAbsent(moment(point), m -> new ArrayList<>(series.size())).add(point);
    }
    point.series.waiting++;
    point.series.newestEnd = Math.max(point.series.newestEnd, end);
    changed = true;
  }

  /**
   * Forgets a series.
   *
   * @return whether the point that says so waits behind others of the series
   */
  boolean expire(PeerSeries expired, Point point) {
    series.remove(expired.timeseriesId);
    expired.forgotten = true;
    changed = true;
    if (expired.waiting == 0) {
      return false;
    }
    add(expired.newestEnd, WaitingPoint.of(expired, point));
    return true;
  }

  /** Forgets all series, but not what waits of them. */
  void forgetAll() {
    series.values().forEach(each -> each.forgotten = true);
    series.clear();
    changed = true;
  }

  /** Whether a point says something of its series at that moment; repetitions do not. */
  private boolean isCompared(Point point) {
    return detector != null
        && point.kind() == Point.Kind.SCORE
        && (!point.filled() || detector.missing() == MissingPolicy.ZERO)
        && (!detector.eachRecord() || point.step() != null);
  }

  private long moment(WaitingPoint point) {
    return detector.eachRecord() ? point.step : point.start;
  }

  /** The end of the earliest point that waits. */
  long due() {
    return waiting.isEmpty() ? NONE : waiting.firstKey();
  }

  boolean isEmpty() {
    return series.isEmpty() && waiting.isEmpty();
  }

  /**
   * Compares and sends on all points that end by an instant.
   *
   * @param horizon all points that end up to {@code within} after it have come
   */
  void release(long horizon, Consumer<Point> output) {
    while (due() <= horizon) {
      long end = waiting.firstKey();
      List<WaitingPoint> points = waiting.get(end);
      compareMomentsOf(points, end);
      for (WaitingPoint point : points) {
        point.series.waiting--;
        output.accept(point.point());
      }
      waiting.remove(end);
      changed = true;
    }
  }

  /** Compares the moments that begin with these points, in order of their numbers. */
  private void compareMomentsOf(List<WaitingPoint> points, long end) {
    for (SortedSet<Long> begun = openMoments(points);
        !begun.isEmpty();
        begun = openMoments(points)) {
      begun.forEach(moment -> compare(moment, end));
    }
  }

  private SortedSet<Long> openMoments(List<WaitingPoint> points) {
    SortedSet<Long> begun = new TreeSet<>();
    long last = 0;
    for (WaitingPoint point : points) {
      if (point.open && (begun.isEmpty() || last != moment(point))) {
        last = moment(point);
        begun.add(last);
      }
    }
    return begun;
  }

  private void compare(long moment, long opened) {
    long until = opened + detector.peers().within().toMillis();
    moments++;
    met.clear();
    List<WaitingPoint> points = open.get(moment);
    int left = 0;
    for (WaitingPoint point : points) {
      if (point.end() <= until && point.series.takenPart != moments) {
        point.series.takenPart = moments;
        point.open = false;
        met.add(point);
      } else {
        points.set(left++, point);
      }
    }
    if (left == 0) {
      open.remove(moment);
    } else {
      points.subList(left, points.size()).clear();
    }
    comparison.compare(met, usualSpread);
  }
}
