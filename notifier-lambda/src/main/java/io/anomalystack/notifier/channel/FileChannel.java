package io.anomalystack.notifier.channel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.anomalystack.model.Alert;
import io.anomalystack.model.Decision;
import io.anomalystack.notifier.message.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** A line of JSON for each message, appended to a file. */
final class FileChannel extends OneByOne {
  private static final JsonFactory JSON = new JsonFactory();

  private final String name;
  private final Path path;
  private final Clock clock;

  FileChannel(String name, Path path, Clock clock) {
    this.name = name;
    this.path = path;
    this.clock = clock;
  }

  @Override
  protected Outcome deliver(Message message) {
    try {
      if (path.getParent() != null) {
        Files.createDirectories(path.getParent());
      }
      // One write, so that who reads along never sees a line without its end for long.
      Files.write(path, line(message), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return Outcome.delivered();
    } catch (IOException e) {
      return Outcome.failedForNow("writing to " + path + ": " + e.getMessage());
    }
  }

  private byte[] line(Message message) throws IOException {
    Alert alert = message.announcement().alert();
    Optional<Decision> about = message.announcement().about();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
      json.writeStringField("channel", name);
      json.writeStringField("alertId", message.id());
      json.writeStringField("incidentId", alert.incidentId());
      json.writeNumberField("sequence", alert.sequence());
      json.writeStringField("state", alert.state().text());
      json.writeStringField("severity", alert.severity().text());
      json.writeStringField("detectorName", alert.detectorName());
      if (about.isPresent()) {
        json.writeStringField("timeseriesId", about.get().timeseriesId());
        json.writeNumberField("at", about.get().detectionPeriodStart());
      }
      json.writeStringField("title", message.title());
      json.writeStringField("subject", message.subject());
      json.writeStringField("text", message.text());
      json.writeStringField("sms", message.sms());
      json.writeEndObject();
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }
}
