package io.anomalystack.notifier;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anomalystack.functions.KafkaRecord;
import java.util.Base64;
import java.util.List;

/** Events in the form that AWS documents for MSK (lambda, {@code dg/with-msk}). */
final class KafkaEvents {
  private static final JsonMapper JSON = new JsonMapper();

  private KafkaEvents() {}

  static String msk(List<KafkaRecord> records) {
    ObjectNode event = JSON.createObjectNode();
    event.put("eventSource", "aws:kafka");
    event.put(
        "eventSourceArn",
        "arn:aws:kafka:eu-central-1:123456789012:cluster/sales/"
            + "751d2973-a626-431c-9d4e-d7975eb44dd7-2");
    event.put("bootstrapServers", "b-2.sales.example:9092,b-1.sales.example:9092");
    ObjectNode partitions = event.putObject("records");
    for (KafkaRecord record : records) {
      String partition = record.topic() + "-" + record.partition();
      ArrayNode of =
          partitions.has(partition)
              ? (ArrayNode) partitions.get(partition)
              : partitions.putArray(partition);
      ObjectNode one = of.addObject();
      one.put("topic", record.topic());
      one.put("partition", record.partition());
      one.put("offset", record.offset());
      one.put("timestamp", 1545084650987L);
      one.put("timestampType", "CREATE_TIME");
      one.put("key", "YWJjZDEyMzQ=");
      if (record.value() == null) {
        one.putNull("value");
      } else {
        one.put("value", Base64.getEncoder().encodeToString(record.value()));
      }
      one.putArray("headers").addObject().putArray("headerKey").add(104).add(101);
    }
    return event.toString();
  }
}
