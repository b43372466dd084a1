package io.anomalystack.remedy.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anomalystack.model.RemedyState;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** An entry as one line of JSON. */
final class EntryJson {
  private static final JsonMapper JSON = new JsonMapper();

  private EntryJson() {}

  static String write(Entry entry) {
    ObjectNode json = JSON.createObjectNode();
    json.put("remedyId", entry.remedyId());
    json.put("place", entry.place());
    json.put("begunAt", entry.begunAt());
    entry
        .ending()
        .ifPresent(
            ending -> {
              json.put("state", ending.state().text());
              json.put("outcome", ending.outcome());
              json.put("endedAt", ending.at());
            });
    return json.toString();
  }

  /** That a remedy is forgotten. */
  static String released(String remedyId) {
    return JSON.createObjectNode().put("remedyId", remedyId).put("released", true).toString();
  }

  /** Reads a line into a ledger. */
  static void read(String line, MemoryLedger ledger) throws IOException {
    JsonNode json = JSON.readTree(line);
    String remedyId = json.path("remedyId").asText();
    if (json.path("released").asBoolean()) {
      ledger.forget(remedyId);
      return;
    }
    Optional<RemedyState> state =
        Arrays.stream(RemedyState.values())
            .filter(each -> each.text().equals(json.path("state").asText()))
            .findFirst();
    Entry begun = Entry.begun(remedyId, json.path("place").asText(), json.path("begunAt").asLong());
    ledger.end(
        state
            .map(
                known ->
                    begun.ended(
                        known, json.path("outcome").asText(), json.path("endedAt").asLong()))
            .orElse(begun));
  }
}
