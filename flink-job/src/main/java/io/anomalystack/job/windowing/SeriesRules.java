package io.anomalystack.job.windowing;

import io.anomalystack.job.windowing.OpenPeriod.Entry;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.MissingPolicy;
import java.io.Serializable;
import java.util.Comparator;

/**
 * When a detector's periods close, what is filled, and when a series is forgotten: the rules of
 * time, without any of Flink's machinery.
 */
record SeriesRules(Detector detector) implements Serializable {

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

  /** Takes the values of decided periods. */
  interface Output {
    /**
     * @param measure the measure's place in the detector
     * @param start the period's first instant
     * @param value the aggregated value or the filling; meaningless where the model is to impute
     * @param recordTime with {@code period: record}, else -1
     * @param sequence with {@code period: record}, else 0
     */
    void value(
        int measure,
        long start,
        double value,
        boolean filled,
        boolean partial,
        long recordTime,
        long sequence);
  }

  private static final Comparator<Entry> IN_ORDER = Comparator.comparing(Entry::at);

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
  void decideClosed(SeriesWindows windows, Now now, Output output) {
    while (true) {
      OpenPeriod next = windows.open.isEmpty() ? null : windows.open.get(0);
      boolean gap = next == null || windows.decidedUntil < next.start;
      if (gap && fills(windows, now) && isClosed(windows.decidedUntil, now)) {
        fill(windows, now, output);
      } else if (next != null && isClosed(next.start, now)) {
        decide(windows, next, now, output);
      } else {
        return;
      }
    }
  }

  /** Whether the period behind the last decided one would be filled if it stayed empty. */
  private boolean fills(SeriesWindows windows, Now now) {
    return detector.missing() != MissingPolicy.SKIP
        && windows.decidedUntil != SeriesWindows.NONE
        && windows.filledInRow < detector.maxFill()
        && windows.decidedUntil < expiry(windows)
        && (!now.ended() || windows.decidedUntil <= now.newest());
  }

  private void fill(SeriesWindows windows, Now now, Output output) {
    long start = windows.decidedUntil;
    for (int i = 0; i < windows.lastValues.length; i++) {
      fillMeasure(windows, i, start, isPartial(start, now), output);
    }
    windows.decidedUntil = start + period();
    windows.filledInRow++;
  }

  private void fillMeasure(
      SeriesWindows windows, int measure, long start, boolean partial, Output output) {
    double last = windows.lastValues[measure];
    if (detector.missing() == MissingPolicy.SKIP
        || Double.isNaN(last)
        || windows.filledInRowOf[measure] >= detector.maxFill()) {
      return;
    }
    windows.filledInRowOf[measure]++;
    double value = detector.missing() == MissingPolicy.ZERO ? 0 : last;
    output.value(measure, start, value, true, partial, -1, 0);
  }

  private void decide(SeriesWindows windows, OpenPeriod period, Now now, Output output) {
    windows.open.remove(0);
    boolean partial = isPartial(period.start, now);
    if (period.records != null) {
      decideRecords(windows, period, partial, output);
    } else {
      for (int i = 0; i < period.measures.length; i++) {
        if (period.measures[i].isEmpty()) {
          fillMeasure(windows, i, period.start, partial, output);
        } else {
          windows.lastValues[i] = period.measures[i].value();
          windows.filledInRowOf[i] = 0;
          output.value(i, period.start, windows.lastValues[i], false, partial, -1, 0);
        }
      }
    }
    windows.decidedUntil = period.start + period();
    windows.filledInRow = 0;
  }

  private static void decideRecords(
      SeriesWindows windows, OpenPeriod period, boolean partial, Output output) {
    period.records.sort(IN_ORDER);
    for (Entry entry : period.records) {
      for (int i = 0; i < entry.values().length; i++) {
        if (!Double.isNaN(entry.values()[i])) {
          output.value(
              i,
              period.start,
              entry.values()[i] + 0.0,
              false,
              partial,
              entry.at().eventTime(),
              ++windows.sequences[i]);
        }
      }
    }
  }

  /** Whether the input ended inside the period that starts here. */
  private boolean isPartial(long start, Now now) {
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
    return due == Long.MAX_VALUE ? expiry(windows) : due;
  }
}
