package io.anomalystack.job.windowing;

import io.anomalystack.job.windowing.Accumulator.Position;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.List;

/** The records of one series in one period that is not decided yet. */
final class OpenPeriod {
  final long start;

  /** One for each measure; null with {@code period: record}. */
  final Accumulator[] measures;

  /** Every record of its own, in order of arrival; null unless {@code period: record}. */
  final List<Entry> records;

  /** One record with {@code period: record}. */
  record Entry(Position at, double[] values) {}

  OpenPeriod(long start, Accumulator[] measures, List<Entry> records) {
    this.start = start;
    this.measures = measures;
    this.records = records;
  }

  static OpenPeriod of(Detector detector, long start) {
    if (detector.eachRecord()) {
      return new OpenPeriod(start, null, new ArrayList<>(1));
    }
    Accumulator[] measures = new Accumulator[detector.measures().size()];
    for (int i = 0; i < measures.length; i++) {
      measures[i] = new Accumulator(detector.measures().get(i).aggregation());
    }
    return new OpenPeriod(start, measures, null);
  }

  /** Counts a record's values, NaN for those it does not hold. */
  void add(double[] values, Position at) {
    if (records != null) {
      records.add(new Entry(at, values));
      return;
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        measures[i].add(values[i], at);
      }
    }
  }
}
