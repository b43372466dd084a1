package io.anomalystack.job.ingest;

import io.anomalystack.job.detectors.DetectorSet;
import io.anomalystack.model.RejectedRecord;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A record decoded for every detector of its topic, and the time of its partition after it.
 *
 * @param partition where it was read
 * @param samples one for each detector whose record it is
 * @param rejected what could not be counted, and why
 * @param clock the partition's event time, see {@link PartitionClock#now}; straight from the
 *     decoder the record's own, {@link PartitionClock#UNKNOWN} without one
 * @param newest the newest event time known of the partition, see {@link PartitionClock#newest}
 * @param timing how the topic's time goes on; only known where it was read
 * @param detectors others than until now, which all behind are to know of; else null. Then it is no
 *     record at all
 */
@TypeInfo(DecodedSerializer.Factory.class)
public record Decoded(
    int partition,
    List<Sample> samples,
    List<RejectedRecord> rejected,
    long clock,
    long newest,
    TopicTiming timing,
    DetectorSet detectors) {

  /** A record. */
  public Decoded(
      int partition, List<Sample> samples, List<RejectedRecord> rejected, long clock, long newest) {
    this(partition, samples, rejected, clock, newest, null, null);
  }

  /** Says that there are other detectors now, between two records. */
  static Decoded announcing(DetectorSet detectors) {
    return new Decoded(
        -1, List.of(), List.of(), PartitionClock.UNKNOWN, PartitionClock.UNKNOWN, null, detectors);
  }

  /** The same record, on the clock of its partition. */
  Decoded at(long clock, long newest, TopicTiming timing) {
    return new Decoded(partition, samples, rejected, clock, newest, timing, null);
  }
}
