package io.anomalystack.job.windowing;

import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.Measure;
import io.anomalystack.model.detector.MissingPolicy;
import java.io.Serializable;
import java.util.List;

/**
 * When a detector's periods close, what is filled, and when a series is forgotten: the rules of
 * time, without any of Flink's machinery.
 */
record SeriesRules(Detector detector, Silences silences) implements Serializable {
  SeriesRules(Detector detector) {
    this(detector, Silences.of(detector));
  }

  /** How far a topic's event time has come. */
  record Now(long eventTime, boolean ended, long newest) {
    /** While records come. */
    static Now at(long eventTime) {
      return new Now(eventTime, false, SeriesWindows.NONE);
    }

    /** When the input has ended, with the newest event time of the topic. */
    static Now end(long newest) {
      return new Now(Long.MAX_VALUE, true, newest);
    }
  }

  /** Whether all measures make one time series, with one point a period. */
  boolean joint() {
    return detector.joint();
  }

  /** What the time series of one combination of dimensions are called: after their measures. */
  List<String> names() {
    List<String> measures = detector.measures().stream().map(Measure::name).toList();
    return joint() ? List.of(String.join("+", measures)) : measures;
  }

  long period() {
    return detector.period().toMillis();
  }

  /** The start of the period that an instant falls into. */
  long startOf(long eventTime) {
    return Math.floorDiv(eventTime, period()) * period();
  }

  /** The event time at which the period that starts here closes. */
  long closing(long start) {
    return start + period() + detector.allowedLateness().toMillis();
  }

  private boolean isClosed(long start, Now now) {
    return now.ended() || now.eventTime() >= closing(start);
  }

  /** Whether a record of the period that starts here comes too late. */
  boolean isLate(SeriesWindows windows, long start, long eventTime) {
    return eventTime >= closing(start)
        || (windows.decidedUntil != SeriesWindows.NONE && start < windows.decidedUntil);
  }

  /** Decides all periods that are closed by now, in order. */
  void decideClosed(SeriesWindows windows, Now now, Deciding.Output output) {
    Deciding deciding = new Deciding(this, windows, now, output);
    while (true) {
      OpenPeriod next = windows.open.isEmpty() ? null : windows.open.get(0);
      boolean gap = next == null || windows.decidedUntil < next.start;
      boolean filling = gap && fills(windows, now);
      long silent = silence(windows, now);
      long start = next == null ? Long.MAX_VALUE : next.start;
      start = filling ? windows.decidedUntil : start;
      start = silent == Silences.NEVER ? start : Math.min(start, startOf(silent));
      if (start == Long.MAX_VALUE || !isClosed(start, now)) {
        return;
      }
      long silentMillis = startOf(silent) == start ? silentMillis(windows, silent, start, now) : 0;
      if (next != null && next.start == start) {
        deciding.period(windows.open.remove(0), silentMillis);
      } else if (filling) {
        deciding.fill(start, silentMillis);
      } else {
        deciding.silence(start, silentMillis);
      }
    }
  }

  /** The next instant at which the series is to be told silent. */
  private long silence(SeriesWindows windows, Now now) {
    if (silences.all().isEmpty() || windows.heard == SeriesWindows.NONE || windows.ended) {
      return Silences.NEVER;
    }
    // What was told lies in decided periods; a period holds one such decision at most.
    long next = silences.next(windows.heard, windows.decidedUntil);
    return next < silenceEnd(windows, now) ? next : Silences.NEVER;
  }

  private long silentMillis(SeriesWindows windows, long silent, long start, Now now) {
    long end = Math.min(start + period(), silenceEnd(windows, now));
    return silences.silentMillis(windows.heard, silent, end);
  }

  /** Until when, exclusive, the series is known to be silent, or would be if nothing came. */
  private long silenceEnd(SeriesWindows windows, Now now) {
    long end = windows.open.isEmpty() ? expiry(windows) : windows.open.get(0).first;
    return now.ended() ? Math.min(end, now.newest() + 1) : end;
  }

  /** Whether the period behind the last decided one would be filled if it stayed empty. */
  private boolean fills(SeriesWindows windows, Now now) {
    return detector.missing() != MissingPolicy.SKIP
        && !windows.ended
        && windows.decidedUntil != SeriesWindows.NONE
        && windows.filledInRow < detector.maxFill()
        && windows.decidedUntil < expiry(windows)
        && (!now.ended() || windows.decidedUntil <= now.newest());
  }

  /** Whether the input ended inside the period that starts here. */
  boolean isPartial(long start, Now now) {
    return now.ended() && start + period() > now.newest();
  }

  /** The event time at which a series that stays silent is forgotten. */
  long expiry(SeriesWindows windows) {
    return windows.lastRecord + detector.expireAfter().toMillis();
  }

  boolean isExpired(SeriesWindows windows, Now now) {
    return !now.ended() && windows.open.isEmpty() && now.eventTime() >= expiry(windows);
  }

  /** The event time at which the series needs attention next: a closing, or its expiry. */
  long due(SeriesWindows windows) {
    long due =
        fills(windows, Now.at(SeriesWindows.NONE)) ? closing(windows.decidedUntil) : Long.MAX_VALUE;
    if (!windows.open.isEmpty()) {
      due = Math.min(due, closing(windows.open.get(0).start));
    }
    long silent = silence(windows, Now.at(SeriesWindows.NONE));
    if (silent != Silences.NEVER) {
      due = Math.min(due, closing(startOf(silent)));
    }
    return due == Long.MAX_VALUE ? expiry(windows) : due;
  }
}
