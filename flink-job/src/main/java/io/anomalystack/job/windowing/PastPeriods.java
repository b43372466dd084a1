package io.anomalystack.job.windowing;

import io.anomalystack.job.ingest.Decoded;
import io.anomalystack.job.ingest.Sample;
import io.anomalystack.job.ingest.SeriesKey;
import io.anomalystack.job.windowing.SeriesRules.Now;
import io.anomalystack.model.detector.Detector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Counts the records of a detector's past into periods, by the same rules as those of a topic, but
 * in memory and in whatever order they come: no record is late. Of each series only the newest
 * periods are kept.
 */
public final class PastPeriods {
  /**
   * Most periods of a series that are open at a time, or most records where each is a point. What
   * is older than these once they are all there is not counted.
   */
  public static final int MOST = 4_096;

  /** A model learns from its own series alone. */
  private static final PeerGroupKey NO_PEERS = new PeerGroupKey(List.of());

  private final SeriesRules rules;
  private final Predicate<String> wanted;
  private final PointEmitter points;
  private final Map<SeriesKey, Series> series = new HashMap<>();
  private long newest = SeriesWindows.NONE;

  /**
   * Nothing counted yet.
   *
   * @param wanted by a time series' id, whether its points are of interest
   * @param points takes each time series' points, in order
   */
  public PastPeriods(Detector detector, Predicate<String> wanted, Consumer<Point> points) {
    this.rules = new SeriesRules(detector);
    this.wanted = wanted;
    this.points =
        new PointEmitter(
            (point, peerGroup) -> {
              // What is no value teaches a model nothing.
              if (point.kind() != Point.Kind.EVENT) {
                points.accept(point);
              }
            });
  }

  /** One combination of dimensions. */
  private static final class Series {
    final List<TimeSeries> named;

    /** Null where nobody wants its points. */
    final SeriesWindows windows;

    /** In the open periods, with {@code period: record}. */
    int records;

    Series(List<TimeSeries> named, SeriesWindows windows) {
      this.named = named;
      this.windows = windows;
    }
  }

  /** Counts a record: each of its samples into its period, unless that is too old to be kept. */
  public void add(Decoded record) {
    // Whatever has a time says how far the past goes, whether or not it can be counted.
    newest = Math.max(newest, record.newest());
    record.samples().forEach(this::add);
  }

  private void add(Sample sample) {
    Series of = series.computeIfAbsent(sample.key(), this::begin);
    long start = rules.startOf(sample.eventTime());
    if (of.windows == null || rules.isLate(of.windows, start, SeriesWindows.NONE)) {
      return;
    }
    of.windows.add(rules, start, Entry.of(sample));
    of.records++;
    while (holdsTooMany(of)) {
      OpenPeriod oldest = of.windows.open.get(0);
      of.records -= oldest.records.size();
      decide(of, Now.at(rules.closing(oldest.start)));
    }
  }

  private Series begin(SeriesKey key) {
    List<TimeSeries> named = TimeSeries.of(rules, key.values(), NO_PEERS);
    boolean kept = named.stream().map(TimeSeries::id).anyMatch(wanted);
    int measures = rules.detector().measures().size();
    return new Series(named, kept ? new SeriesWindows(measures) : null);
  }

  private boolean holdsTooMany(Series of) {
    List<OpenPeriod> open = of.windows.open;
    if (!rules.detector().eachRecord()) {
      return open.size() > MOST;
    }
    // Records of one second stay together: they have an order, but no end before the second's.
    return of.records - open.get(0).records.size() >= MOST;
  }

  private void decide(Series of, Now now) {
    points.series(rules.detector(), of.named);
    rules.decideClosed(of.windows, now, points);
  }

  /** Decides what is still open: the past ends with the newest of all records. */
  public void end() {
    for (Series of : series.values()) {
      if (of.windows != null) {
        decide(of, Now.end(newest));
      }
    }
    series.clear();
  }
}
