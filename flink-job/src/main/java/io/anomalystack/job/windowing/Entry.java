package io.anomalystack.job.windowing;

import io.anomalystack.job.ingest.Sample;
import io.anomalystack.job.windowing.Accumulator.Position;
import io.anomalystack.model.detector.Aggregation;
import io.anomalystack.model.detector.Measure;

/**
 * What one record says to a series' periods.
 *
 * @param values one for each measure, NaN where the record does not hold it; infinite where it
 *     holds no finite number
 * @param step {@link Sample#NO_STEP} for none
 * @param ends whether the series ends with it
 * @param notANumber which infinite values stand for NaN, by bits
 * @param counter null where the values are none of a cumulative counter
 */
// Entries are added up, written and read, never compared.
@SuppressWarnings("ArrayRecordComponent")
record Entry(
    Position at,
    double[] values,
    long step,
    boolean ends,
    long notANumber,
    Sample.Counter counter) {
  /** A record without a training run's particulars. */
  Entry(Position at, double[] values) {
    this(at, values, Sample.NO_STEP, false, 0, null);
  }

  static Entry of(Sample sample) {
    return new Entry(
        new Position(sample.eventTime(), sample.nanos(), sample.partition(), sample.offset()),
        sample.values(),
        sample.step(),
        sample.ends(),
        sample.notANumber(),
        sample.counter());
  }

  /** Whether a measure's value is where a counter stands, rather than the value itself. */
  boolean counts(Measure measure) {
    return measure.aggregation() == Aggregation.INCREASE
        || (measure.aggregation() == Aggregation.SUM && counter != null);
  }

  /** What a measure holds in place of a finite number. */
  NotFinite notFinite(int measure) {
    if (!Double.isInfinite(values[measure])) {
      return null;
    }
    if ((notANumber >> measure & 1) == 1) {
      return NotFinite.NAN;
    }
    return values[measure] > 0 ? NotFinite.INFINITY : NotFinite.NEGATIVE_INFINITY;
  }

  Long stepOrNull() {
    return step == Sample.NO_STEP ? null : (Long) step;
  }
}
