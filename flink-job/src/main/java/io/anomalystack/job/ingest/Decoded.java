package io.anomalystack.job.ingest;

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
 */
@TypeInfo(DecodedSerializer.Factory.class)
public record Decoded(
    int partition, List<Sample> samples, List<RejectedRecord> rejected, long clock, long newest) {

  /** The same record, on the clock of its partition. */
  Decoded at(long clock, long newest) {
    return new Decoded(partition, samples, rejected, clock, newest);
  }
}
