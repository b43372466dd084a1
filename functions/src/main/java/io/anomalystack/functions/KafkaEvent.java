package io.anomalystack.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The event with which Lambda hands over a batch of Kafka records, from MSK or a cluster of one's
 * own (docs.aws.amazon.com, lambda, {@code dg/with-msk} and {@code dg/with-kafka}): an object
 * {@code records} with an array for each partition.
 */
public final class KafkaEvent {
  private static final JsonMapper JSON = new JsonMapper();

  private KafkaEvent() {}

  /**
   * The records in the order of their partitions.
   *
   * @throws IllegalArgumentException if it is no such event
   */
  public static List<KafkaRecord> read(InputStream event) throws IOException {
    JsonNode partitions = JSON.readTree(event).path("records");
    if (!partitions.isObject()) {
      throw new IllegalArgumentException(
          "event: expected one of Kafka with an object 'records'; is the function triggered by an"
              + " MSK or Kafka event source?");
    }
    List<KafkaRecord> records = new ArrayList<>();
    for (JsonNode partition : partitions) {
      for (JsonNode record : partition) {
        records.add(record(record));
      }
    }
    return records;
  }

  private static KafkaRecord record(JsonNode record) {
    JsonNode topic = record.path("topic");
    JsonNode partition = record.path("partition");
    JsonNode offset = record.path("offset");
    if (!topic.isTextual() || !partition.canConvertToInt() || !offset.canConvertToLong()) {
      throw new IllegalArgumentException(
          "event: expected topic, partition and offset in each record");
    }
    return new KafkaRecord(
        topic.textValue(), partition.intValue(), offset.longValue(), value(record.path("value")));
  }

  /** Null where there is none, or none that Lambda could have written. */
  private static byte[] value(JsonNode value) {
    if (!value.isTextual()) {
      return null;
    }
    try {
      return Base64.getDecoder().decode(value.textValue());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
