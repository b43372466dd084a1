package io.anomalystack.dashboard.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anomalystack.dashboard.follow.GrowingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The messages that a notifier has written beside the lake, a JSON object a line: the newest of
 * them, read as the file grows. Thread-safe.
 */
public final class MessageLog implements GrowingFile.Reader {
  /** Where a notifier's channel of type {@code file} has to write, in the lake's folder. */
  public static final String FILE = "messages.jsonl";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> TEXTS =
      List.of(
          "alertId",
          "incidentId",
          "state",
          "severity",
          "detectorName",
          "channel",
          "time",
          "timeseriesId",
          "subject",
          "text");

  private static final int KEPT = 500;

  private final GrowingFile file;
  private final Deque<Message> newest = new ArrayDeque<>();
  private long version;

  /**
   * Nothing is read yet.
   *
   * @param folder the lake's
   */
  public MessageLog(Path folder) {
    this.file = new GrowingFile(folder.resolve(FILE));
  }

  /** Reads the lines that are whole and new; a line that is no message is passed over. */
  public synchronized void refresh() throws IOException {
    file.refresh(this);
  }

  @Override
  public synchronized void restart() {
    newest.clear();
    version++;
  }

  @Override
  public synchronized void take(byte[] line) {
    Message message = message(line);
    if (message != null) {
      newest.addLast(message);
      version++;
      if (newest.size() > KEPT) {
        newest.removeFirst();
      }
    }
  }

  /** The message of a line; null if it is none. */
  private static Message message(byte[] line) {
    try {
      JsonNode fields = MAPPER.readTree(line);
      if (!TEXTS.stream().allMatch(name -> fields.path(name).isTextual())) {
        return null;
      }
      return new Message(
          fields.path("alertId").textValue(),
          fields.path("incidentId").textValue(),
          fields.path("state").textValue(),
          fields.path("severity").textValue(),
          fields.path("detectorName").textValue(),
          fields.path("channel").textValue(),
          Instant.parse(fields.path("time").textValue()).toEpochMilli(),
          fields.path("timeseriesId").textValue(),
          fields.path("at").longValue(),
          fields.path("subject").textValue(),
          fields.path("text").textValue());
    } catch (IOException | DateTimeException e) {
      return null;
    }
  }

  /** Changes with every message. */
  public synchronized long version() {
    return version;
  }

  /** The newest messages, newest first; at most 500. */
  public synchronized List<Message> newest() {
    Message[] messages = new Message[newest.size()];
    Iterator<Message> iterator = newest.descendingIterator();
    for (int i = 0; i < messages.length; i++) {
      messages[i] = iterator.next();
    }
    return List.of(messages);
  }
}
