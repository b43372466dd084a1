package io.anomalystack.notifier;

/**
 * A record of the alerts topic, or of the decisions topic where there are no incidents.
 *
 * @param value the record's bytes; null for one without a value
 */
@SuppressWarnings("ArrayRecordComponent")
public record AlertRecord(String topic, int partition, long offset, byte[] value) {
  /** Where it stands, as logs name it. */
  String place() {
    return topic + "-" + partition + "@" + offset;
  }
}
