package io.anomalystack.local.quality;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.TimeSeriesId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes decisions on one series by hand. Periods are counted from midnight of 1 January 2024; the
 * threshold is 70.
 */
public record DecidedSeries(
    String detector, String measure, List<Dimension> dimensions, Duration period) {
  public static final Instant MIDNIGHT = Instant.parse("2024-01-01T00:00:00Z");

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final double THRESHOLD = 70;
  private static final double ALERT = 90;

  /** A series of minutes of the detector {@code sales}, measure {@code quantity}. */
  public static DecidedSeries of(String... namesAndValues) {
    List<Dimension> dimensions = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      dimensions.add(new Dimension(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new DecidedSeries("sales", "quantity", dimensions, Duration.ofMinutes(1));
  }

  public DecidedSeries withMeasure(String other) {
    return new DecidedSeries(detector, other, dimensions, period);
  }

  public DecidedSeries withDetector(String other) {
    return new DecidedSeries(other, measure, dimensions, period);
  }

  public DecidedSeries withPeriod(Duration other) {
    return new DecidedSeries(detector, measure, dimensions, other);
  }

  public String id() {
    return TimeSeriesId.of(detector, measure, dimensions);
  }

  public Decision learning(int number) {
    return decision(number, json -> json.put("modelStage", ModelStage.LEARNING.name()));
  }

  public Decision quiet(int number) {
    return decision(number, json -> {});
  }

  public Decision alert(int number) {
    return scored(number, ALERT);
  }

  public Decision scored(int number, double score) {
    int alert = score > THRESHOLD ? 1 : 0;
    return decision(
        number,
        json -> json.put("anomalyScore", score).put("anomalyDecision", alert).put("alert", alert));
  }

  /** A decision with the value, and what the model says of it; null for what it does not say. */
  public Decision valued(int number, double value, Double predicted, Double margin, double score) {
    int alert = score > THRESHOLD ? 1 : 0;
    return decision(
        number,
        json -> {
          json.put("aggregatedMeasureValue", value);
          json.put("anomalyScore", score).put("anomalyDecision", alert).put("alert", alert);
          if (predicted != null) {
            json.put("predictedValue", predicted);
            json.put("lowerBound", predicted - margin);
            json.put("upperBound", predicted + margin);
          }
        });
  }

  /**
   * A decision on two measures together, the second of which is the odder one; each is predicted
   * half a unit above its value.
   */
  public Decision joint(int number, String one, double value, String other, double otherValue) {
    return decision(
        number,
        json -> {
          ArrayNode measures = json.putArray("measures");
          measure(measures, one, value, 20);
          measure(measures, other, otherValue, 80);
        });
  }

  private static void measure(ArrayNode measures, String name, double value, double share) {
    measures
        .addObject()
        .put("name", name)
        .put("value", value)
        .put("predictedValue", value + 0.5)
        .put("lowerBound", value - 0.5)
        .put("upperBound", value + 1.5)
        .put("share", share);
  }

  /** A decision on an unusual point that the model held to be no anomaly. */
  public Decision heldBack(int number, String reason) {
    return decision(number, json -> json.put("heldBack", reason));
  }

  /** A decision on an anomaly that the user's settings silenced. */
  public Decision suppressed(int number, String by) {
    return decision(number, json -> json.put("suppressedScore", ALERT).put("suppressedBy", by));
  }

  /** A decision on a single record, so many milliseconds behind midnight. */
  public Decision record(long sequence, long millis, boolean alert) {
    Instant second = MIDNIGHT.plusSeconds(millis / 1000);
    ObjectNode json = json(second, second.plusSeconds(1), sequence);
    json.put("recordTime", MIDNIGHT.toEpochMilli() + millis).put("sequence", sequence);
    if (alert) {
      json.put("anomalyScore", ALERT).put("anomalyDecision", 1).put("alert", 1);
    }
    return read(json);
  }

  private Decision decision(int number, Consumer<ObjectNode> more) {
    Instant start = MIDNIGHT.plus(period.multipliedBy(number));
    ObjectNode json = json(start, start.plus(period), number);
    more.accept(json);
    return read(json);
  }

  private ObjectNode json(Instant start, Instant end, long number) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("detectorName", detector);
    json.put("measure", measure);
    json.put("timeseriesId", id());
    json.put("anomalyDecisionThreshold", THRESHOLD);
    ArrayNode list = json.putArray("dimensionList");
    dimensions.forEach(d -> list.addObject().put("name", d.name()).put("value", d.value()));
    json.put("aggregatedMeasureValue", 10.0);
    json.put("anomalyScore", 0.0);
    json.put("detectionPeriodStartTime", text(start));
    json.put("detectionPeriodEndTime", text(end));
    json.put("processedDataPoints", number + 1);
    json.put("anomalyConfidenceScore", 90.0);
    json.put("anomalyDecision", 0);
    json.put("modelStage", ModelStage.INFERENCE.name());
    json.put("expectedValue", 0.0);
    json.put("decisionId", TimeSeriesId.of(id(), text(start) + number, List.of()));
    json.put("alert", 0);
    return json;
  }

  private static String text(Instant time) {
    return UTC.format(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
  }

  private static Decision read(ObjectNode json) {
    return DecisionJson.read(json.toString().getBytes(StandardCharsets.UTF_8));
  }
}
