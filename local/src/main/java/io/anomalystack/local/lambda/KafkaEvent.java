package io.anomalystack.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The event by which Lambda hands Kafka records to a function, and the answer that names those that
 * have failed.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html">AWS's description</a>
 */
final class KafkaEvent {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private KafkaEvent() {}

  static String of(List<ConsumerRecord<byte[], byte[]>> records) throws IOException {
    ObjectNode event = MAPPER.createObjectNode();
    event.put("eventSource", "SelfManagedKafka");
    ObjectNode partitions = event.putObject("records");
    for (ConsumerRecord<byte[], byte[]> record : records) {
      JsonNode known = partitions.get(partition(record));
      ArrayNode partition =
          known == null ? partitions.putArray(partition(record)) : (ArrayNode) known;
      ObjectNode fields = partition.addObject();
      fields.put("topic", record.topic());
      fields.put("partition", record.partition());
      fields.put("offset", record.offset());
      fields.put("timestamp", record.timestamp());
      fields.put("timestampType", record.timestampType().name());
      // Bytes are written as base64.
      fields.put("key", record.key());
      fields.put("value", record.value());
      ArrayNode headers = fields.putArray("headers");
      for (Header header : record.headers()) {
        ArrayNode value = headers.addObject().putArray(header.key());
        for (byte b : header.value()) {
          value.add(b);
        }
      }
    }
    return MAPPER.writeValueAsString(event);
  }

  private static String partition(ConsumerRecord<byte[], byte[]> record) {
    return record.topic() + "-" + record.partition();
  }

  /**
   * Those of the records that have failed.
   *
   * @param answer the function's; one that is no such answer, or names what was not sent, fails all
   */
  static List<ConsumerRecord<byte[], byte[]>> failures(
      List<ConsumerRecord<byte[], byte[]>> records, String answer) throws IOException {
    Set<String> failed = new HashSet<>();
    for (JsonNode failure : MAPPER.readTree(answer).path("batchItemFailures")) {
      JsonNode item = failure.path("itemIdentifier");
      JsonNode partition =
          item.has("topic-partition") ? item.path("topic-partition") : item.path("partition");
      failed.add(place(partition.asText(), item.path("offset").asLong(-1)));
    }
    List<ConsumerRecord<byte[], byte[]>> named =
        records.stream()
            .filter(record -> failed.contains(place(partition(record), record.offset())))
            .toList();
    return named.size() == failed.size() ? named : records;
  }

  private static String place(String partition, long offset) {
    return partition + "@" + offset;
  }
}
