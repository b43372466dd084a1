package io.anomalystack.functions;

/**
 * A record with which a function is invoked.
 *
 * @param value the record's bytes; null for one without a value
 */
@SuppressWarnings("ArrayRecordComponent")
public record KafkaRecord(String topic, int partition, long offset, byte[] value) {
  /** Where it stands, as logs name it. */
  public String place() {
    return topic + "-" + partition + "@" + offset;
  }
}
