package io.anomalystack.job.ingest;

/**
 * A record as it came, undecoded.
 *
 * @param partition 0 in a replay
 * @param offset in a replay the 0-based index of the line
 * @param timestamp Kafka's timestamp, epoch ms; {@link #NO_TIMESTAMP} where there is none
 * @param value the bytes; null for a tombstone
 */
public record RawRecord(int partition, long offset, long timestamp, byte[] value) {
  /** The source has no timestamp of its own; Kafka's value for the same. */
  public static final long NO_TIMESTAMP = -1;
}
