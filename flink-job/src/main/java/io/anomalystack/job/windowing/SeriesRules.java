package io.anomalystack.job.windowing;

import io.anomalystack.job.windowing.OpenPeriod.Entry;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.Measure;
import io.anomalystack.model.detector.MissingPolicy;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

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
     * A decided point.
     *
     * @param series the time series' place in {@link #names}
     * @param start the period's first instant
     * @param values one for each measure of the series: aggregated or filled, in a joint series NaN
     *     where the model is to go on with what it expects; in a filled period that the model is to
     *     impute the last known ones
     * @param recordTime with {@code period: record}, else -1
     * @param sequence with {@code period: record}, else 0
     */
    void values(
        int series,
        long start,
        double[] values,
        boolean filled,
        boolean partial,
        long recordTime,
        long sequence);
  }

  private static final Comparator<Entry> IN_ORDER = Comparator.comparing(Entry::at);

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
    double[] values = new double[windows.lastValues.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = filling(windows, i);
    }
    boolean[] filled = new boolean[values.length];
    Arrays.fill(filled, true);
    send(start, values, filled, isPartial(start, now), output);
    windows.decidedUntil = start + period();
    windows.filledInRow++;
  }

  /** What a measure is filled by; NaN for nothing. */
  private double filling(SeriesWindows windows, int measure) {
    double last = windows.lastValues[measure];
    boolean zero = detector.missing() == MissingPolicy.ZERO;
    // A joint series has begun with the first record of any of its measures.
    boolean begun = !Double.isNaN(last) || (joint() && zero);
    if (detector.missing() == MissingPolicy.SKIP
        || !begun
        || windows.filledInRowOf[measure] >= detector.maxFill()) {
      return Double.NaN;
    }
    windows.filledInRowOf[measure]++;
    return zero ? 0 : last;
  }

  private void decide(SeriesWindows windows, OpenPeriod period, Now now, Output output) {
    windows.open.remove(0);
    boolean partial = isPartial(period.start, now);
    if (period.records != null) {
      decideRecords(windows, period, partial, output);
    } else {
      decideMeasures(windows, period, partial, output);
    }
    windows.decidedUntil = period.start + period();
    windows.filledInRow = 0;
  }

  private void decideMeasures(
      SeriesWindows windows, OpenPeriod period, boolean partial, Output output) {
    double[] values = new double[period.measures.length];
    boolean[] filled = new boolean[values.length];
    for (int i = 0; i < values.length; i++) {
      filled[i] = period.measures[i].isEmpty();
      if (filled[i]) {
        values[i] = filling(windows, i);
      } else {
        values[i] = windows.lastValues[i] = period.measures[i].value();
        windows.filledInRowOf[i] = 0;
      }
    }
    send(period.start, values, filled, partial, output);
  }

  /** Sends on what there is of a period's values, for each measure or jointly. */
  private void send(long start, double[] values, boolean[] filled, boolean partial, Output output) {
    if (joint()) {
      sendJoint(start, values, filled, partial, output);
      return;
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        output.values(i, start, new double[] {values[i]}, filled[i], partial, -1, 0);
      }
    }
  }

  private void sendJoint(
      long start, double[] values, boolean[] filled, boolean partial, Output output) {
    boolean empty = true;
    boolean unknown = true;
    for (int i = 0; i < values.length; i++) {
      empty &= filled[i];
      unknown &= Double.isNaN(values[i]);
    }
    if (unknown) {
      return;
    }
    if (!empty && detector.missing() == MissingPolicy.IMPUTE) {
      for (int i = 0; i < values.length; i++) {
        values[i] = filled[i] ? Double.NaN : values[i];
      }
    }
    output.values(0, start, values, empty, partial, -1, 0);
  }

  private void decideRecords(
      SeriesWindows windows, OpenPeriod period, boolean partial, Output output) {
    period.records.sort(IN_ORDER);
    for (Entry entry : period.records) {
      if (joint()) {
        sendRecord(windows, 0, period.start, entry, entry.values(), partial, output);
        continue;
      }
      for (int i = 0; i < entry.values().length; i++) {
        if (!Double.isNaN(entry.values()[i])) {
          double[] value = {entry.values()[i]};
          sendRecord(windows, i, period.start, entry, value, partial, output);
        }
      }
    }
  }

  private static void sendRecord(
      SeriesWindows windows,
      int series,
      long start,
      Entry entry,
      double[] values,
      boolean partial,
      Output output) {
    double[] positiveZeros = Arrays.stream(values).map(value -> value + 0.0).toArray();
    long sequence = ++windows.sequences[series];
    output.values(series, start, positiveZeros, false, partial, entry.at().eventTime(), sequence);
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
