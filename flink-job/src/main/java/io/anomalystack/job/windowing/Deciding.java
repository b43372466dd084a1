package io.anomalystack.job.windowing;

import io.anomalystack.job.windowing.Point.Event;
import io.anomalystack.job.windowing.Point.Kind;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.Measure;
import io.anomalystack.model.detector.MissingPolicy;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Makes points of one series' periods, one after the other.
 *
 * @param windows what is kept of the series, which goes on with every period
 */
record Deciding(SeriesRules rules, SeriesWindows windows, SeriesRules.Now now, Output output) {
  /** Takes decided points. */
  interface Output {
    /** The next point of its series. */
    void take(Decided decided);
  }

  private static final Comparator<Entry> IN_ORDER = Comparator.comparing(Entry::at);

  /** What one period comes to before it is told apart by series. */
  private record Values(
      long start,
      double[] values,
      boolean[] filled,
      NotFinite[] notFinite,
      boolean partial,
      long recordTime,
      Long step,
      long silentMillis) {}

  private Detector detector() {
    return rules.detector();
  }

  private List<Measure> measures() {
    return detector().measures();
  }

  /** Fills a period without a record. */
  void fill(long start, long silentMillis) {
    double[] values = new double[windows.lastValues.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = filling(i);
    }
    send(empty(start, values, -1, silentMillis));
    windows.decidedUntil = start + rules.period();
    windows.filledInRow++;
  }

  /** Decides a period that holds nothing but the instant at which a silence is told. */
  void silence(long start, long silentMillis) {
    double[] nothing = new double[windows.lastValues.length];
    Arrays.fill(nothing, Double.NaN);
    long time = detector().eachRecord() ? windows.heard + silentMillis : -1;
    send(empty(start, nothing, time, silentMillis));
    windows.decidedUntil = start + rules.period();
  }

  private Values empty(long start, double[] values, long time, long silentMillis) {
    boolean[] filled = new boolean[values.length];
    Arrays.fill(filled, true);
    NotFinite[] none = new NotFinite[values.length];
    boolean partial = rules.isPartial(start, now);
    // A silence is told of the step that the series has stopped at.
    Long step = silentMillis > 0 ? windows.step : null;
    return new Values(start, values, filled, none, partial, time, step, silentMillis);
  }

  /** Decides a period with records. */
  void period(OpenPeriod period, long silentMillis) {
    period.records.sort(IN_ORDER);
    boolean partial = rules.isPartial(period.start, now);
    if (detector().eachRecord()) {
      records(period, partial, silentMillis);
    } else {
      aggregates(period, partial, silentMillis);
    }
    for (Counters counters : windows.counters) {
      if (counters != null) {
        counters.trim();
      }
    }
    windows.decidedUntil = period.start + rules.period();
    windows.filledInRow = 0;
    windows.heard = Math.max(windows.heard, period.newest.eventTime());
    windows.ended = period.ends;
    windows.step = period.step == null ? windows.step : period.step;
  }

  private void aggregates(OpenPeriod period, boolean partial, long silentMillis) {
    for (Entry entry : period.records) {
      for (int i = 0; i < period.measures.length; i++) {
        if (entry.counts(measures().get(i)) && Double.isFinite(entry.values()[i])) {
          double increase =
              windows.counters(i).take(entry.at(), entry.values()[i], entry.counter());
          if (!Double.isNaN(increase)) {
            period.measures[i].add(increase, entry.at());
          }
        }
      }
    }
    double[] values = new double[period.measures.length];
    boolean[] filled = new boolean[values.length];
    for (int i = 0; i < values.length; i++) {
      if (!period.measures[i].isEmpty()) {
        values[i] = windows.lastValues[i] = period.measures[i].value();
        windows.filledInRowOf[i] = 0;
      } else if (period.notFinite[i] != null) {
        // Something was read, so that nothing is filled in.
        values[i] = Double.NaN;
      } else {
        filled[i] = true;
        // What only says that the series has ended misses nothing.
        values[i] = period.ends ? Double.NaN : filling(i);
      }
    }
    send(
        new Values(
            period.start,
            values,
            filled,
            period.notFinite,
            partial,
            -1,
            period.step,
            silentMillis));
  }

  private void records(OpenPeriod period, boolean partial, long silentMillis) {
    long silent = silentMillis;
    for (Entry entry : period.records) {
      double[] values = entry.values().clone();
      NotFinite[] notFinite = new NotFinite[values.length];
      for (int i = 0; i < values.length; i++) {
        notFinite[i] = entry.notFinite(i);
        if (notFinite[i] != null) {
          values[i] = Double.NaN;
        } else if (entry.counts(measures().get(i)) && !Double.isNaN(values[i])) {
          values[i] = windows.counters(i).take(entry.at(), values[i], entry.counter());
        }
        values[i] += 0.0;
        if (!Double.isNaN(values[i])) {
          windows.lastValues[i] = values[i];
        }
      }
      send(
          new Values(
              period.start,
              values,
              new boolean[values.length],
              notFinite,
              partial,
              entry.at().eventTime(),
              entry.stepOrNull(),
              silent));
      silent = 0;
    }
  }

  /** What a measure is filled by; NaN for nothing. */
  private double filling(int measure) {
    double last = windows.lastValues[measure];
    boolean zero = detector().missing() == MissingPolicy.ZERO;
    // A joint series has begun with the first record of any of its measures.
    boolean begun = !Double.isNaN(last) || (rules.joint() && zero);
    if (detector().missing() == MissingPolicy.SKIP
        || !begun
        || windows.filledInRowOf[measure] >= detector().maxFill()) {
      return Double.NaN;
    }
    windows.filledInRowOf[measure]++;
    return zero ? 0 : last;
  }

  /** Sends on what there is of a period, for each measure or jointly. */
  private void send(Values period) {
    if (rules.joint()) {
      sendJoint(period);
      return;
    }
    for (int i = 0; i < period.values.length; i++) {
      Event event = event(period, measures().get(i).name(), period.notFinite[i]);
      if (!Double.isNaN(period.values[i])) {
        double[] value = {period.values[i]};
        send(period, i, scored(period.filled[i]), value, period.filled[i], event);
      } else if (event != null) {
        send(period, i, Kind.EVENT, new double[] {lastKnown(i)}, true, event);
      }
    }
  }

  private void sendJoint(Values period) {
    boolean empty = true;
    boolean unknown = true;
    NotFinite worst = null;
    for (int i = 0; i < period.values.length; i++) {
      empty &= period.filled[i];
      unknown &= Double.isNaN(period.values[i]);
      worst = NotFinite.worse(worst, period.notFinite[i]);
    }
    Event event = event(period, rules.names().get(0), worst);
    double[] values = period.values;
    if (unknown) {
      if (event != null) {
        for (int i = 0; i < values.length; i++) {
          values[i] = lastKnown(i);
        }
        send(period, 0, Kind.EVENT, values, true, event);
      }
      return;
    }
    if (!empty && detector().missing() == MissingPolicy.IMPUTE) {
      for (int i = 0; i < values.length; i++) {
        values[i] = period.filled[i] ? Double.NaN : values[i];
      }
    }
    send(period, 0, scored(empty), values, empty, event);
  }

  private Kind scored(boolean filled) {
    return filled && detector().missing() == MissingPolicy.IMPUTE ? Kind.IMPUTE : Kind.SCORE;
  }

  private double lastKnown(int measure) {
    double last = windows.lastValues[measure];
    return Double.isNaN(last) ? 0 : last;
  }

  /** What happened beside the value; null for nothing that a rule watches for. */
  private Event event(Values period, String name, NotFinite notFinite) {
    boolean silent = period.silentMillis > 0 && rules.silences().concern(name, period.silentMillis);
    if (!silent && notFinite == null) {
      return null;
    }
    return new Event(silent ? period.silentMillis : 0, notFinite == null ? null : notFinite.text);
  }

  private void send(
      Values period, int series, Kind kind, double[] values, boolean filled, Event event) {
    long sequence = 0;
    if (detector().eachRecord()) {
      // A silence is no record: the model goes on as if it had not been.
      boolean record = !period.filled[series];
      sequence = record ? ++windows.sequences[series] : windows.sequences[series];
    }
    output.take(
        new Decided(
            kind,
            series,
            period.start,
            values,
            filled,
            period.partial,
            period.recordTime,
            sequence,
            period.step,
            event));
  }
}
