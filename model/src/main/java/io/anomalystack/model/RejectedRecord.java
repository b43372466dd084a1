package io.anomalystack.model;

/**
 * A record, or one measure of it, that was not counted: the record on the dead-letter topic.
 *
 * @param topic where it was read
 * @param partition its partition; 0 in a replay
 * @param offset its offset; in a replay the 0-based index of its line
 * @param timestamp Kafka's timestamp of the record, epoch ms; in a replay -1
 * @param detector whose record it was; null where decoding itself failed
 * @param measure which measure was refused; null where the whole record was
 * @param reason one of the closed set
 * @param detail what, where, and what would be right, for a person
 * @param payload the record's bytes, not yet cut; {@link RejectedRecordJson} cuts them
 */
public record RejectedRecord(
    String topic,
    int partition,
    long offset,
    long timestamp,
    String detector,
    String measure,
    RejectionReason reason,
    String detail,
    byte[] payload) {

  /** A record over this size is refused unread. */
  public static final int MAX_RECORD_BYTES = 1 << 20;

  /** The payload on the dead letter is cut here, so that the dead letter itself always fits. */
  public static final int MAX_PAYLOAD_BYTES = 64 << 10;
}
