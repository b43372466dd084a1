package io.anomalystack.notifier.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.anomalystack.model.AlertJson;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.notifier.message.Announcement;
import io.anomalystack.notifier.message.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * {@code id}, {@code title}, {@code text}, {@code link} (absent without a dashboard), and the
 * record itself as {@code alert} or, where there are no incidents, {@code decision}.
 */
final class WebhookBody {
  private static final JsonFactory JSON = new JsonFactory();

  private WebhookBody() {}

  static byte[] of(Message message) {
    Announcement announcement = message.announcement();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("id", message.id());
      json.writeStringField("title", message.title());
      json.writeStringField("text", message.text());
      if (message.link().isPresent()) {
        json.writeStringField("link", message.link().get().toString());
      }
      json.writeFieldName(announcement.ofDecision() ? "decision" : "alert");
      json.writeRawValue(new String(record(announcement), StandardCharsets.UTF_8));
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  private static byte[] record(Announcement announcement) {
    return announcement.ofDecision()
        ? DecisionJson.write(announcement.strongest().orElseThrow())
        : AlertJson.write(announcement.alert());
  }
}
