package io.anomalystack.model;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * The wire form of a {@link RemedyRecord}: one JSON object.
 *
 * <pre>{@code
 * {"remedyId": "64 hex", "state": "requested", "reason": "cooldown", "name": "stop-the-run",
 *  "action": "stop", "recoverable": false, "dryRun": false, "executor": "sagemaker",
 *  "detectorName": "training-steps", "target": "run=llm-7b",
 *  "dimensionList": [{"name": "run", "value": "llm-7b"}],
 *  "time": "2024-08-29 13:35:00",
 *  "evidence": {"findings": 3, "since": "2024-08-29 13:33:00", "by": ["low-mfu"]},
 *  "cause": {a decision},
 *  "outcome": "the training job is stopping", "actor": "anomaly-remedy",
 *  "recordedAt": "2024-08-29 13:35:02"}
 * }</pre>
 *
 * {@code state} is one of {@code requested, dry_run, awaiting_approval, held_back, approved,
 * executed, failed}; {@code reason}, only of what is held back, one of {@code cooldown, limit,
 * already_stopped, already_done}. {@code outcome}, {@code actor} and {@code recordedAt} are absent
 * from what the job says. Times are UTC; {@code recordedAt} is the wall clock's, the others are
 * event time.
 */
public final class RemedyRecordJson {
  private static final int TYPICAL_SIZE = 2048;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  private RemedyRecordJson() {}

  /**
   * UTF-8 JSON of the record, without a line break. Thread-safe.
   *
   * @throws IllegalArgumentException if a number that is always known is not finite
   */
  public static byte[] write(RemedyRecord remedy) {
    return JsonOutput.bytes(TYPICAL_SIZE, json -> write(json, remedy));
  }

  private static void write(JsonGenerator json, RemedyRecord remedy) throws IOException {
    json.writeStartObject();
    json.writeStringField("remedyId", remedy.remedyId());
    json.writeStringField("state", remedy.state().text());
    if (remedy.heldBack() != null) {
      json.writeStringField("reason", remedy.heldBack().text());
    }
    json.writeStringField("name", remedy.name());
    json.writeStringField("action", remedy.action().text());
    json.writeBooleanField("recoverable", remedy.recoverable());
    json.writeBooleanField("dryRun", remedy.dryRun());
    json.writeStringField("executor", remedy.executor());
    json.writeStringField("detectorName", remedy.detectorName());
    json.writeStringField("target", DimensionText.of(remedy.dimensionList()));
    DecisionJson.writeDimensions(json, remedy.dimensionList());
    json.writeStringField("time", UtcSeconds.format(remedy.time()));
    writeEvidence(json, remedy.evidence());
    if (remedy.outcome() != null) {
      json.writeStringField("outcome", remedy.outcome());
    }
    if (remedy.actor() != null) {
      json.writeStringField("actor", remedy.actor());
    }
    if (remedy.recordedAt() != null) {
      json.writeStringField("recordedAt", UtcSeconds.format(remedy.recordedAt()));
    }
    json.writeEndObject();
  }

  private static void writeEvidence(JsonGenerator json, RemedyEvidence evidence)
      throws IOException {
    json.writeObjectFieldStart("evidence");
    json.writeNumberField("findings", evidence.findings());
    json.writeStringField("since", UtcSeconds.format(evidence.since()));
    json.writeArrayFieldStart("by");
    for (String name : evidence.by()) {
      json.writeString(name);
    }
    json.writeEndArray();
    json.writeEndObject();
    if (evidence.cause() != null) {
      json.writeFieldName("cause");
      DecisionJson.write(json, evidence.cause());
    }
  }

  /**
   * Reads what {@link #write} wrote; unknown fields are ignored.
   *
   * @throws IllegalArgumentException if the bytes are no such record; the message says which field
   */
  public static RemedyRecord read(byte[] json) {
    JsonFields fields = JsonFields.parse("remedy", json);
    JsonFields evidence = fields.object("evidence");
    return new RemedyRecord(
        remedyId(fields.text("remedyId")),
        fields.oneOf("state", RemedyState.values(), RemedyState::text),
        fields.isPresent("reason")
            ? fields.oneOf("reason", HeldBackReason.values(), HeldBackReason::text)
            : null,
        fields.text("name"),
        fields.oneOf("action", RemedyAction.values(), RemedyAction::text),
        fields.flag("recoverable"),
        fields.flag("dryRun"),
        fields.text("executor"),
        fields.text("detectorName"),
        fields.dimensions("dimensionList"),
        fields.time("time"),
        new RemedyEvidence(
            evidence.whole("findings"),
            evidence.time("since"),
            evidence.texts("by"),
            fields.isPresent("cause") ? DecisionJson.read(fields.object("cause")) : null),
        fields.textOrNull("outcome"),
        fields.textOrNull("actor"),
        fields.timeOrNull("recordedAt"));
  }

  /** Checked, as ledgers keep other things beside ids, and people see the id on a terminal. */
  private static String remedyId(String text) {
    if (!ID.matcher(text).matches()) {
      throw new IllegalArgumentException("remedyId: expected 64 lower-case hex digits");
    }
    return text;
  }
}
