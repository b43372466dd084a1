package io.anomalystack.notifier.sns;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.anomalystack.model.Alert;
import io.anomalystack.notifier.message.Message;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;

/** Messages as entries of PublishBatch, in requests within SNS's limits. */
final class SnsEntries {
  /** An entry's id is its place within the request. */
  static final String FIRST_ID = "0";

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * SNS: at most ten entries, and 256 KiB in all; some of it is left for what is not counted here.
   */
  static final int MOST_ENTRIES = 10;

  private static final int MOST_BYTES = 240 * 1024;

  /**
   * A FIFO topic has no subscribers by e-mail or SMS, so it needs no body for each; and SNS hands
   * attributes on only with a message that is plain text.
   */
  private final boolean isFifo;

  SnsEntries(boolean isFifo) {
    this.isFifo = isFifo;
  }

  /** The messages in their order, in as few requests as may be; ids count within each. */
  List<List<PublishBatchRequestEntry>> requests(List<Message> messages) {
    List<List<PublishBatchRequestEntry>> requests = new ArrayList<>();
    List<PublishBatchRequestEntry> current = new ArrayList<>();
    int bytes = 0;
    for (Message message : messages) {
      String body = isFifo ? message.text() : bodies(message);
      Map<String, MessageAttributeValue> attributes = SnsAttributes.of(message);
      int size = bytes(body) + bytes(message.subject()) + SnsAttributes.bytes(attributes);
      if (!current.isEmpty() && (current.size() == MOST_ENTRIES || bytes + size > MOST_BYTES)) {
        requests.add(current);
        current = new ArrayList<>();
        bytes = 0;
      }
      current.add(entry(current.size(), message, body, attributes));
      bytes += size;
    }
    if (!current.isEmpty()) {
      requests.add(current);
    }
    return requests;
  }

  /** The place within its request that an entry's id tells. */
  static int index(String id) {
    return Integer.parseInt(id);
  }

  private PublishBatchRequestEntry entry(
      int index, Message message, String body, Map<String, MessageAttributeValue> attributes) {
    PublishBatchRequestEntry.Builder entry =
        PublishBatchRequestEntry.builder()
            .id(Integer.toString(index))
            .subject(message.subject())
            .message(body)
            .messageAttributes(attributes);
    if (!isFifo) {
      entry.messageStructure("json");
    } else {
      Alert alert = message.announcement().alert();
      entry.messageGroupId(alert.incidentId()).messageDeduplicationId(message.id());
    }
    return entry.build();
  }

  /** One body for each kind of subscriber; all others, such as queues, get the default. */
  private static String bodies(Message message) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("default", message.text());
      json.writeStringField("email", message.text());
      json.writeStringField("sms", message.sms());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
