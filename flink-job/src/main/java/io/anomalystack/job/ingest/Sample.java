package io.anomalystack.job.ingest;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What one record says to one detector.
 *
 * @param detector the detector's place in the list that it was read by; whose it is says the key,
 *     wherever that list is another one
 * @param key its time series, measures not told apart
 * @param eventTime epoch ms
 * @param nanos nanoseconds within the millisecond, which only order samples
 * @param partition where the record was read
 * @param offset where the record was read
 * @param recordTimestamp Kafka's timestamp of the record
 * @param values one for each measure of the detector; NaN where the record does not hold it;
 *     infinite where a detector with a rule for that reads a number that is not finite, see {@link
 *     #notANumber}
 * @param payload the record itself, for the dead letter should it turn out to be late
 * @param step the number of the training step; {@link #NO_STEP} where the detector reads none
 * @param ends whether the record says that its series ends
 * @param notANumber which of the infinite values stand for one that is not a number, by bits
 * @param counter what the values count since, with a cumulative counter of OTLP; else null
 */
@TypeInfo(SampleSerializer.Factory.class)
public record Sample(
    int detector,
    SeriesKey key,
    long eventTime,
    int nanos,
    int partition,
    long offset,
    long recordTimestamp,
    double[] values,
    byte[] payload,
    long step,
    boolean ends,
    long notANumber,
    Counter counter) {
  /** In place of a step. */
  public static final long NO_STEP = Long.MIN_VALUE;

  /** A sample without a training run's particulars. */
  public Sample(
      int detector,
      SeriesKey key,
      long eventTime,
      int nanos,
      int partition,
      long offset,
      long recordTimestamp,
      double[] values,
      byte[] payload) {
    this(
        detector,
        key,
        eventTime,
        nanos,
        partition,
        offset,
        recordTimestamp,
        values,
        payload,
        NO_STEP,
        false,
        0,
        null);
  }

  /**
   * A cumulative counter, of which several may make up one series.
   *
   * @param stream tells it from others: a digest of its resource, name and attributes
   * @param since when it began to count, epoch ns; 0 where it does not say
   */
  public record Counter(long stream, long since) {}
}
