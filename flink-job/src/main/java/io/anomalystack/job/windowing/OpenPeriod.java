package io.anomalystack.job.windowing;

import io.anomalystack.job.windowing.Accumulator.Position;
import io.anomalystack.model.detector.Aggregation;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.Measure;
import java.util.ArrayList;
import java.util.List;

/** The records of one series in one period that is not decided yet. */
final class OpenPeriod {
  final long start;

  /** One for each measure; null with {@code period: record}. */
  final Accumulator[] measures;

  /** What was read in place of a number, for each measure; null with {@code period: record}. */
  final NotFinite[] notFinite;

  /**
   * Records whose values stand alone, in order of arrival: with {@code period: record} every one,
   * else those of cumulative counters, of which only their order tells what they come to.
   */
  final List<Entry> records = new ArrayList<>(1);

  /** The first record's time, epoch ms. */
  long first = Long.MAX_VALUE;

  /** The newest record; null before any. */
  Position newest;

  /** Whether the series ends with the newest record. */
  boolean ends;

  /** The step of the newest record that has one; null before any. */
  Long step;

  Position stepAt;

  OpenPeriod(long start, Accumulator[] measures) {
    this.start = start;
    this.measures = measures;
    this.notFinite = measures == null ? null : new NotFinite[measures.length];
  }

  static OpenPeriod of(Detector detector, long start) {
    if (detector.eachRecord()) {
      return new OpenPeriod(start, null);
    }
    Accumulator[] measures = new Accumulator[detector.measures().size()];
    for (int i = 0; i < measures.length; i++) {
      measures[i] = new Accumulator(detector.measures().get(i).aggregation());
    }
    return new OpenPeriod(start, measures);
  }

  /** Counts a record. */
  void add(List<Measure> of, Entry entry) {
    note(entry);
    if (measures == null) {
      records.add(entry);
      return;
    }
    boolean counts = false;
    for (int i = 0; i < measures.length; i++) {
      double value = entry.values()[i];
      if (Double.isNaN(value)) {
        continue;
      }
      if (Double.isInfinite(value) && measures[i].aggregation != Aggregation.COUNT) {
        notFinite[i] = NotFinite.worse(notFinite[i], entry.notFinite(i));
      } else if (entry.counts(of.get(i))) {
        counts = true;
      } else {
        measures[i].add(value, entry.at());
      }
    }
    if (counts) {
      records.add(entry);
    }
  }

  private void note(Entry entry) {
    first = Math.min(first, entry.at().eventTime());
    if (newest == null || entry.at().compareTo(newest) > 0) {
      newest = entry.at();
      ends = entry.ends();
    }
    if (entry.stepOrNull() != null && (stepAt == null || entry.at().compareTo(stepAt) > 0)) {
      step = entry.stepOrNull();
      stepAt = entry.at();
    }
  }
}
