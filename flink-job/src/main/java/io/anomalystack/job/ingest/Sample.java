package io.anomalystack.job.ingest;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What one record says to one detector.
 *
 * @param detector the detector's place in its topic's list
 * @param key its time series, measures not told apart
 * @param eventTime epoch ms
 * @param nanos nanoseconds within the millisecond, which only order samples
 * @param partition where the record was read
 * @param offset where the record was read
 * @param recordTimestamp Kafka's timestamp of the record
 * @param values one for each measure of the detector; NaN where the record does not hold it
 * @param payload the record itself, for the dead letter should it turn out to be late
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
    byte[] payload) {}
