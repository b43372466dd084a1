package io.anomalystack.notifier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.anomalystack.functions.KafkaRecord;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertJson;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.notifier.message.Announcement;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds out what a record says. */
final class AnnouncementReader {
  private static final JsonMapper JSON = new JsonMapper();

  /** Ids stand in headers of mails and requests: what else is there is nobody's id. */
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  private static final int LONGEST_PROBLEM = 120;

  private AnnouncementReader() {}

  /**
   * What the record has to tell; empty for a decision that nobody need know of.
   *
   * @throws UnreadableRecordException if it is neither an alert nor a decision
   */
  static Optional<Announcement> read(KafkaRecord record) throws UnreadableRecordException {
    if (record.value() == null) {
      throw new UnreadableRecordException("has no value");
    }
    try {
      JsonNode tree = JSON.readTree(record.value());
      if (tree.hasNonNull("incidentId")) {
        return Optional.of(Announcement.of(checked(AlertJson.read(record.value()))));
      }
      if (tree.hasNonNull("decisionId")) {
        Decision decision = DecisionJson.read(record.value());
        return decision.alert() == 1
            ? Optional.of(checked(Announcement.of(decision)))
            : Optional.empty();
      }
      throw new UnreadableRecordException("has neither an incidentId nor a decisionId");
    } catch (IOException e) {
      throw new UnreadableRecordException("is not JSON");
    } catch (RuntimeException e) {
      // Whatever a record holds, it must not keep others from being told.
      throw new UnreadableRecordException(bounded(e.getMessage()));
    }
  }

  private static Announcement checked(Announcement announcement) {
    checked(announcement.alert());
    return announcement;
  }

  private static Alert checked(Alert alert) {
    if (!ID.matcher(alert.incidentId()).matches()) {
      throw new IllegalArgumentException("incidentId: expected 64 lower-case hex digits");
    }
    return alert;
  }

  /** The problem without more of the record than names it. */
  private static String bounded(String problem) {
    String line = String.valueOf(problem).replaceAll("[^\\x20-\\x7E]", "?");
    return line.length() <= LONGEST_PROBLEM ? line : line.substring(0, LONGEST_PROBLEM) + "...";
  }
}
