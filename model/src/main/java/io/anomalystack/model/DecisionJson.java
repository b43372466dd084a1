package io.anomalystack.model;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** The wire form of a {@link Decision}: one JSON object, fields in the contract's order. */
public final class DecisionJson {
  private static final int TYPICAL_SIZE = 1024;
  private static final int TYPICAL_ARRAY_SIZE = 256;

  /** Every whole number up to here is a double, and prints alike as either. */
  private static final double MAX_PRINTED_WHOLE = 1L << 53;

  private DecisionJson() {}

  /**
   * UTF-8 JSON of the decision, without a line break. Thread-safe.
   *
   * @throws IllegalArgumentException if a number that is always known is not finite; bounds and
   *     predicted value are written as null then
   */
  public static byte[] write(Decision decision) {
    return JsonOutput.bytes(TYPICAL_SIZE, json -> write(json, decision));
  }

  /** Writes the decision as one value. */
  static void write(JsonGenerator json, Decision decision) throws IOException {
    json.writeStartObject();
    writeSeedFields(json, decision);
    writeFurtherFields(json, decision);
    writeReasons(json, decision);
    FindingsJson.write(json, decision.findings());
    json.writeEndObject();
  }

  /**
   * Reads what {@link #write} wrote; unknown fields are ignored.
   *
   * @throws IllegalArgumentException if the bytes are no decision; the message says which field
   */
  public static Decision read(byte[] json) {
    return read(JsonFields.parse("decision", json));
  }

  /** Reads the decision from its fields. */
  static Decision read(JsonFields fields) {
    return new Decision(
        fields.text("detectorName"),
        fields.text("measure"),
        fields.text("timeseriesId"),
        fields.number("anomalyDecisionThreshold"),
        fields.dimensions("dimensionList"),
        fields.number("aggregatedMeasureValue"),
        fields.number("anomalyScore"),
        fields.time("detectionPeriodStartTime"),
        fields.time("detectionPeriodEndTime"),
        fields.whole("processedDataPoints"),
        fields.number("anomalyConfidenceScore"),
        fields.zeroOrOne("anomalyDecision"),
        fields.oneOf("modelStage", ModelStage.values(), ModelStage::name),
        fields.number("expectedValue"),
        fields.text("decisionId"),
        fields.flag("filled"),
        fields.flag("partial"),
        fields.numberOrNull("predictedValue"),
        fields.numberOrNull("lowerBound"),
        fields.numberOrNull("upperBound"),
        fields.zeroOrOne("alert"),
        fields.wholeOrNull("recordTime"),
        fields.wholeOrNull("sequence"),
        suppression(fields),
        new Explanation(
            fields.list("contributors", "an array of contributors", DecisionJson::contributor),
            fields.timeOrNull("anomalyStartTime"),
            fields.textOrNull("heldBack")),
        fields.wholeOrNull("pointsUntilInference"),
        fields.list("measures", "an array of measures", DecisionJson::measure),
        FindingsJson.read(fields));
  }

  /** The array {@code contributors} of the wire form by itself. */
  public static String contributorsText(List<Contributor> contributors) {
    return text(json -> writeContributors(json, contributors));
  }

  /**
   * Reads what {@link #contributorsText} wrote.
   *
   * @throws IllegalArgumentException if the text is no such array
   */
  public static List<Contributor> readContributors(String text) {
    return array(text, "contributors", "an array of contributors", DecisionJson::contributor);
  }

  /** The array {@code measures} of the wire form by itself. */
  public static String measuresText(List<MeasureDecision> measures) {
    return text(json -> writeMeasures(json, measures));
  }

  /**
   * Reads what {@link #measuresText} wrote.
   *
   * @throws IllegalArgumentException if the text is no such array
   */
  public static List<MeasureDecision> readMeasures(String text) {
    return array(text, "measures", "an array of measures", DecisionJson::measure);
  }

  private static String text(JsonOutput.Content content) {
    return new String(JsonOutput.bytes(TYPICAL_ARRAY_SIZE, content), StandardCharsets.UTF_8);
  }

  private static <T> List<T> array(
      String text, String name, String expected, Function<JsonFields, T> reader) {
    String object = "{\"" + name + "\":" + text + "}";
    return JsonFields.parse("decision", object.getBytes(StandardCharsets.UTF_8))
        .list(name, expected, reader);
  }

  private static Suppression suppression(JsonFields fields) {
    return fields.isPresent("suppressedScore") || fields.isPresent("suppressedBy")
        ? new Suppression(fields.number("suppressedScore"), fields.text("suppressedBy"))
        : null;
  }

  private static Contributor contributor(JsonFields fields) {
    return new Contributor(fields.text("name"), fields.number("share"));
  }

  private static MeasureDecision measure(JsonFields fields) {
    return new MeasureDecision(
        fields.text("name"),
        fields.number("value"),
        fields.numberOrNull("predictedValue"),
        fields.numberOrNull("lowerBound"),
        fields.numberOrNull("upperBound"),
        fields.number("share"));
  }

  private static void writeSeedFields(JsonGenerator json, Decision decision) throws IOException {
    json.writeStringField("detectorName", decision.detectorName());
    json.writeStringField("measure", decision.measure());
    json.writeStringField("timeseriesId", decision.timeseriesId());
    writeThreshold(json, decision.anomalyDecisionThreshold());
    writeDimensions(json, decision.dimensionList());
    writeNumber(json, "aggregatedMeasureValue", decision.aggregatedMeasureValue());
    writeNumber(json, "anomalyScore", decision.anomalyScore());
    json.writeStringField(
        "detectionPeriodStartTime", UtcSeconds.format(decision.detectionPeriodStart()));
    json.writeStringField(
        "detectionPeriodEndTime", UtcSeconds.format(decision.detectionPeriodEnd()));
    json.writeNumberField("processedDataPoints", decision.processedDataPoints());
    writeNumber(json, "anomalyConfidenceScore", decision.anomalyConfidenceScore());
    json.writeNumberField("anomalyDecision", decision.anomalyDecision());
    json.writeStringField("modelStage", decision.modelStage().name());
    writeNumber(json, "expectedValue", decision.expectedValue());
  }

  /** Writes the field {@code dimensionList}. */
  static void writeDimensions(JsonGenerator json, List<Dimension> dimensions) throws IOException {
    json.writeArrayFieldStart("dimensionList");
    for (Dimension dimension : dimensions) {
      json.writeStartObject();
      json.writeStringField("name", dimension.name());
      json.writeStringField("value", dimension.value());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeFurtherFields(JsonGenerator json, Decision decision) throws IOException {
    json.writeStringField("decisionId", decision.decisionId());
    if (decision.filled()) {
      json.writeBooleanField("filled", true);
    }
    if (decision.partial()) {
      json.writeBooleanField("partial", true);
    }
    writeNumberOrNull(json, "predictedValue", decision.predictedValue());
    writeNumberOrNull(json, "lowerBound", decision.lowerBound());
    writeNumberOrNull(json, "upperBound", decision.upperBound());
    json.writeNumberField("alert", decision.alert());
    if (decision.recordTime() != null) {
      json.writeNumberField("recordTime", decision.recordTime());
    }
    if (decision.sequence() != null) {
      json.writeNumberField("sequence", decision.sequence());
    }
  }

  private static void writeReasons(JsonGenerator json, Decision decision) throws IOException {
    if (decision.suppression() != null) {
      writeNumber(json, "suppressedScore", decision.suppression().score());
      json.writeStringField("suppressedBy", decision.suppression().by());
    }
    Explanation explanation = decision.explanation();
    if (!explanation.contributors().isEmpty()) {
      json.writeFieldName("contributors");
      writeContributors(json, explanation.contributors());
    }
    if (explanation.anomalyStart() != null) {
      json.writeStringField("anomalyStartTime", UtcSeconds.format(explanation.anomalyStart()));
    }
    if (explanation.heldBack() != null) {
      json.writeStringField("heldBack", explanation.heldBack());
    }
    if (decision.pointsUntilInference() != null) {
      json.writeNumberField("pointsUntilInference", decision.pointsUntilInference());
    }
    if (!decision.measures().isEmpty()) {
      json.writeFieldName("measures");
      writeMeasures(json, decision.measures());
    }
  }

  private static void writeContributors(JsonGenerator json, List<Contributor> contributors)
      throws IOException {
    json.writeStartArray();
    for (Contributor contributor : contributors) {
      json.writeStartObject();
      json.writeStringField("name", contributor.name());
      writeNumber(json, "share", contributor.share());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeMeasures(JsonGenerator json, List<MeasureDecision> measures)
      throws IOException {
    json.writeStartArray();
    for (MeasureDecision measure : measures) {
      writeMeasure(json, measure);
    }
    json.writeEndArray();
  }

  private static void writeMeasure(JsonGenerator json, MeasureDecision measure) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", measure.name());
    writeNumber(json, "value", measure.value());
    writeNumberOrNull(json, "predictedValue", measure.predictedValue());
    writeNumberOrNull(json, "lowerBound", measure.lowerBound());
    writeNumberOrNull(json, "upperBound", measure.upperBound());
    writeNumber(json, "share", measure.share());
    json.writeEndObject();
  }

  /** Consumers of the seed compare a whole threshold as {@code 70}, not {@code 70.0}. */
  private static void writeThreshold(JsonGenerator json, double threshold) throws IOException {
    if (threshold == Math.rint(threshold) && Math.abs(threshold) <= MAX_PRINTED_WHOLE) {
      json.writeNumberField("anomalyDecisionThreshold", (long) threshold);
    } else {
      writeNumber(json, "anomalyDecisionThreshold", threshold);
    }
  }

  static void writeNumber(JsonGenerator json, String name, double value) throws IOException {
    if (!Double.isFinite(value)) {
      // JSON has no such number, and the generator would write a string in its place.
      throw new IllegalArgumentException(name + ": must be a finite number, was " + value);
    }
    json.writeNumberField(name, value);
  }

  static void writeNumberOrNull(JsonGenerator json, String name, Double value) throws IOException {
    if (value == null || !Double.isFinite(value)) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, value);
    }
  }
}
