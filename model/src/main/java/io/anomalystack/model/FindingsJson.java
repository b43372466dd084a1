package io.anomalystack.model;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The wire form of {@link Findings}: fields of the decision, written only where there are any. */
public final class FindingsJson {
  private static final int TYPICAL_SIZE = 256;

  private FindingsJson() {}

  static void write(JsonGenerator json, Findings findings) throws IOException {
    if (findings.step() != null) {
      json.writeNumberField("step", findings.step());
    }
    if (!findings.ruleResults().isEmpty()) {
      json.writeFieldName("ruleResults");
      writeRuleResults(json, findings.ruleResults());
    }
    if (findings.peer() != null) {
      json.writeFieldName("peer");
      writePeer(json, findings.peer());
    }
    if (findings.denominator() != null) {
      json.writeFieldName("denominator");
      writeDenominator(json, findings.denominator());
    }
  }

  static Findings read(JsonFields fields) {
    Findings findings =
        new Findings(
            fields.wholeOrNull("step"),
            fields.list("ruleResults", "an array of rule results", FindingsJson::ruleResult),
            fields.isPresent("peer") ? peer(fields.object("peer")) : null,
            fields.isPresent("denominator") ? denominator(fields.object("denominator")) : null);
    return findings.equals(Findings.NONE) ? Findings.NONE : findings;
  }

  /** The array {@code ruleResults} of the wire form by itself. */
  public static String ruleResultsText(List<RuleResult> results) {
    return text(json -> writeRuleResults(json, results));
  }

  /**
   * Reads what {@link #ruleResultsText} wrote.
   *
   * @throws IllegalArgumentException if the text is no such array
   */
  public static List<RuleResult> readRuleResults(String text) {
    return wrapped("ruleResults", text)
        .list("ruleResults", "an array of rule results", FindingsJson::ruleResult);
  }

  /** The object {@code peer} of the wire form by itself. */
  public static String peerText(PeerFinding peer) {
    return text(json -> writePeer(json, peer));
  }

  /**
   * Reads what {@link #peerText} wrote.
   *
   * @throws IllegalArgumentException if the text is no such object
   */
  public static PeerFinding readPeer(String text) {
    return peer(wrapped("peer", text).object("peer"));
  }

  /** The object {@code denominator} of the wire form by itself. */
  public static String denominatorText(Denominator denominator) {
    return text(json -> writeDenominator(json, denominator));
  }

  /**
   * Reads what {@link #denominatorText} wrote.
   *
   * @throws IllegalArgumentException if the text is no such object
   */
  public static Denominator readDenominator(String text) {
    return denominator(wrapped("denominator", text).object("denominator"));
  }

  private static String text(JsonOutput.Content content) {
    return new String(JsonOutput.bytes(TYPICAL_SIZE, content), StandardCharsets.UTF_8);
  }

  private static JsonFields wrapped(String name, String text) {
    String object = "{\"" + name + "\":" + text + "}";
    return JsonFields.parse("decision", object.getBytes(StandardCharsets.UTF_8));
  }

  private static void writeRuleResults(JsonGenerator json, List<RuleResult> results)
      throws IOException {
    json.writeStartArray();
    for (RuleResult result : results) {
      json.writeStartObject();
      json.writeStringField("name", result.name());
      json.writeBooleanField("breached", result.breached());
      json.writeStringField("severity", result.severity().name().toLowerCase(Locale.ROOT));
      json.writeBooleanField("alert", result.alert());
      DecisionJson.writeNumber(json, "value", result.value());
      DecisionJson.writeNumber(json, "limit", result.limit());
      if (result.baseline() != null) {
        DecisionJson.writeNumber(json, "baseline", result.baseline());
      }
      json.writeNumberField("points", result.points());
      json.writeNumberField("of", result.of());
      if (result.detail() != null) {
        json.writeStringField("detail", result.detail());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static RuleResult ruleResult(JsonFields fields) {
    return new RuleResult(
        fields.text("name"),
        fields.flag("breached"),
        fields.oneOf(
            "severity", Severity.values(), severity -> severity.name().toLowerCase(Locale.ROOT)),
        fields.flag("alert"),
        fields.number("value"),
        fields.number("limit"),
        fields.numberOrNull("baseline"),
        Math.toIntExact(fields.whole("points")),
        Math.toIntExact(fields.whole("of")),
        fields.textOrNull("detail"));
  }

  private static void writePeer(JsonGenerator json, PeerFinding peer) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("among");
    for (String name : peer.among()) {
      json.writeString(name);
    }
    json.writeEndArray();
    json.writeNumberField("peers", peer.peers());
    DecisionJson.writeNumber(json, "median", peer.median());
    DecisionJson.writeNumber(json, "spread", peer.spread());
    DecisionJson.writeNumber(json, "deviation", peer.deviation());
    DecisionJson.writeNumber(json, "score", peer.score());
    json.writeBooleanField("breached", peer.breached());
    json.writeEndObject();
  }

  private static PeerFinding peer(JsonFields fields) {
    return new PeerFinding(
        fields.texts("among"),
        Math.toIntExact(fields.whole("peers")),
        fields.number("median"),
        fields.number("spread"),
        fields.number("deviation"),
        fields.number("score"),
        fields.flag("breached"));
  }

  private static void writeDenominator(JsonGenerator json, Denominator denominator)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("gpu", denominator.gpu());
    json.writeStringField("precision", denominator.precision());
    DecisionJson.writeNumber(json, "tflops", denominator.tflops());
    json.writeEndObject();
  }

  private static Denominator denominator(JsonFields fields) {
    return new Denominator(fields.text("gpu"), fields.text("precision"), fields.number("tflops"));
  }
}
